package io.mode4j.shard.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.progress.Progress;
import io.mode4j.shard.LogLines;
import io.mode4j.shard.Sample;
import io.mode4j.shard.source.ShardFixtures;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pairs that are not wanted, by their keys. */
class LeaveOutTest extends IndexFixture {
    private static final IndexOptions OPTIONS = new IndexOptions(0, 2);

    @BeforeEach
    void twoShards() throws IOException {
        for (int shard = 0; shard < 2; shard++) {
            ShardFixtures tar = ShardFixtures.tar();
            for (int i = 0; i < 10; i++) {
                tar.pair("key" + i, "caption %d of %d".formatted(i, shard));
            }
            tar.write(data.resolve("0000%d.tar".formatted(shard)));
        }
    }

    private List<String> captions() throws IOException {
        SampleIndex index = SampleIndex.open(folder);
        return IntStream.range(0, index.shards()).boxed().flatMap(shard -> samples(index, shard).stream()).toList();
    }

    private static List<String> samples(SampleIndex index, int shard) {
        try {
            return index.read(shard).stream().map(Sample::captions).map(List::getFirst).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pairsAreLeftOutByTheirKeysAndCounted() throws IOException {
        List<String> all = new ArrayList<>(IntStream.range(0, 20).mapToObj(i -> "caption %d of %d".formatted(i % 10, i / 10)).toList());
        Manifest manifest = index(files, OPTIONS.withLeaveOut(List.of("key9", "key3", "no-such", "key3")));
        all.removeIf(caption -> caption.startsWith("caption 3 ") || caption.startsWith("caption 9 "));
        assertThat(captions()).isEqualTo(all);
        assertThat(manifest.summary()).containsEntry("rows", 16);
        assertThat(summary(manifest).get("skipped").toString())
                .isEqualTo("{\"left out\":{\"count\":4,\"first\":[\"00000/key3\",\"00000/key9\",\"00001/key3\",\"00001/key9\"]}}");
    }

    @Test
    void theKeysDecideWhichIndexItIsWhateverTheirOrder() throws IOException {
        Manifest made = index(files, OPTIONS.withLeaveOut(List.of("key1", "key2")));
        assertThat(index(files, OPTIONS.withLeaveOut(List.of("key2", "key1", "key1"))).fingerprint()).isEqualTo(made.fingerprint());
        assertThatThrownBy(() -> index(files, OPTIONS)).isInstanceOf(MismatchException.class)
                .hasMessageContaining("leave-out was 2 keys (")
                .hasMessageContaining("now not set");
        assertThatThrownBy(() -> index(files, OPTIONS.withLeaveOut(List.of("key1", "key3")))).isInstanceOf(MismatchException.class);
    }

    @Test
    void keysThatNoPairHasAreRemarkable() throws IOException {
        try (LogLines said = new LogLines(IndexStage.class)) {
            index(files, OPTIONS.withLeaveOut(List.of("key1", "KEY2")));
            assertThat(said.warnings()).isEmpty();
            files.deleteTree(folder);
            index(files, OPTIONS.withLeaveOut(List.of("KEY2")));
            assertThat(said.warnings()).containsExactly("index: 0 pairs are left out, of 1 key (option leave-out)");
        }
    }

    @Test
    void tarsArePackedWithoutThem() throws IOException {
        Manifest packed = new SourcePackStage(files, Progress.silent(), OPTIONS.withLeaveOut(List.of("key3")), 100)
                .run(ShardSet.of(List.of(data.toString())), temporary.resolve("packed"));
        assertThat(packed.summary()).containsEntry("rows", 18);
        assertThat(summary(packed).get("skipped").get("left out").get("count").intValue()).isEqualTo(2);
    }

    @Test
    void somethingIsLeft() {
        List<String> everything = IntStream.range(0, 10).mapToObj(i -> "key" + i).toList();
        assertThatThrownBy(() -> index(files, OPTIONS.withLeaveOut(everything))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("2 shards hold no usable sample")
                .hasMessageContaining("left out: 20");
    }
}
