package io.mode4j.shard.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.KeySearch.Found;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.tar.ShardWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySearchTest {

    @TempDir
    private Path folder;

    private Path index(IndexOptions options, List<List<String>> shards) throws Exception {
        for (int shard = 0; shard < shards.size(); shard++) {
            int number = shard;
            List<String> keys = shards.get(shard);
            ShardWriter.write(new FileLayer(), folder.resolve("data/0000%d.tar".formatted(shard)), tar -> {
                for (int i = 0; i < keys.size(); i++) {
                    tar.add(keys.get(i), "png", new byte[]{(byte) number, (byte) i});
                    tar.add(keys.get(i), "txt", "words %d %d".formatted(number, i).getBytes(StandardCharsets.UTF_8));
                }
            });
        }
        Path index = folder.resolve("index");
        new IndexStage(new FileLayer(), Progress.silent(), options).run(ShardSet.of(List.of(folder.resolve("data").toString())), index);
        return index;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void keysAreFoundWhereTheyAreInTheOrderInWhichTheyWereAsked(int threads) throws Exception {
        Path index = index(IndexOptions.defaults().withHoldout(Holdout.NONE),
                List.of(List.of("a", "both", "o'brien"), List.of("x", "über/%_*", "both", "c"), List.of("z")));
        List<Found> found = KeySearch.find(index, List.of("z", "none", "both", "A", "o'brien", "über/%_*", ""), threads);
        assertThat(found).containsExactly(new Found("z", 2, 0, false), new Found("both", 0, 1, false), new Found("both", 1, 2, false),
                new Found("o'brien", 0, 2, false), new Found("über/%_*", 1, 1, false));
    }

    @Test
    void heldOutPairsAreFoundAndRowsAreThoseThatAreLeft() throws Exception {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            keys.add("key" + i);
        }
        Path folder = index(IndexOptions.defaults().withHoldout(new Holdout(0.3, 1)), List.of(keys, keys));
        SampleIndex index = SampleIndex.open(folder);
        List<Found> expected = new ArrayList<>();
        for (String key : keys) {
            List<Found> ofKey = new ArrayList<>();
            for (int shard = 0; shard < 2; shard++) {
                for (int row = 0; row < index.rows(shard); row++) {
                    if (index.read(shard).get(row).key().equals(key)) {
                        ofKey.add(new Found(key, shard, row, false));
                    }
                }
                for (int row = 0; row < index.heldOutRows(); row++) {
                    HeldOutPair pair = index.heldOut().get(row);
                    if (pair.shard() == shard && pair.sample().key().equals(key)) {
                        ofKey.add(new Found(key, shard, row, true));
                    }
                }
            }
            assertThat(ofKey).hasSize(2);
            expected.addAll(ofKey);
        }
        assertThat(KeySearch.find(folder, keys, 2)).isEqualTo(expected).filteredOn(Found::heldOut).hasSize(12);
    }

    @Test
    void withoutAnIndexThereIsNothingToLookThrough() {
        assertThatThrownBy(() -> KeySearch.find(folder.resolve("none"), List.of("a"), 1)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("none has no manifest.json");
    }
}
