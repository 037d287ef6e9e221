package io.mode4j.shard.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.Manifest;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.Sample;
import io.mode4j.shard.ShardSummary;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.source.ShardFixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an index takes as captions, and what it says of them. */
class IndexedCaptionsTest extends IndexFixture {
    private static final String MANY_LINES = "A cat\r\n\n  \nde.utf8=Eine Katze\nfr.utf8=Un chat\n";

    private List<List<String>> captionsWith(@Nullable TxtLines txt) throws IOException {
        files.deleteTree(folder);
        index(files, new IndexOptions(0.5, 1).withTxt(txt));
        return SampleIndex.open(folder).read(0).stream().map(Sample::captions).toList();
    }

    @Test
    void aTextOfManyLinesIsWhatTheOptionSays() throws IOException {
        ShardFixtures.tar()
                .pair("cat", MANY_LINES)
                .pair("dog", "\n A dog \n")
                .pair("blank", " \n \n")
                .pair("none", "")
                .write(data.resolve("00000.tar"));
        assertThat(captionsWith(TxtLines.LINES)).containsExactly(List.of("A cat", "de.utf8=Eine Katze", "fr.utf8=Un chat"),
                List.of("A dog"));
        assertThat(Manifest.read(folder).recipe().configuration()).containsEntry("txt", "lines");
        assertThat(summary(Manifest.read(folder)).at("/skipped/empty caption/count").asInt()).isEqualTo(2);
        assertThat(captionsWith(TxtLines.FIRST_LINE)).containsExactly(List.of("A cat"), List.of("A dog"));
        assertThat(Manifest.read(folder).recipe().configuration()).containsEntry("txt", "first-line");
        List<List<String>> whole = captionsWith(TxtLines.WHOLE);
        assertThat(whole.getFirst()).hasSize(1).first().asString().startsWith("A cat ").endsWith("fr.utf8=Un chat");
        assertThat(Manifest.read(folder).recipe().configuration()).isEmpty();
        assertThat(captionsWith(null)).isEqualTo(whole);
    }

    @Test
    void severalLinesAreCountedWhereTheyAreCaptions() throws IOException {
        Path shard = ShardFixtures.tar()
                .pair("two", "a\nb")
                .pair("one", "\n a \r\n \n")
                .member("json.png", new byte[]{1})
                .member("json.txt", "a\nb")
                .member("json.json", "{\"texts\": [\"c\"]}")
                .member("no picture.txt", "a\nb")
                .write(data.resolve("00000.tar"));
        ShardSummary counted = ShardFixtures.scan(shard, TxtLines.FIRST_LINE, KeyEnd.FIRST_DOT).summary();
        assertThat(counted.severalLines()).isEqualTo(1);
        assertThat(ShardSummary.ofJson(counted.toJson())).isEqualTo(counted);
        ShardSummary none = new ShardSummary(3, Map.of(), 0, Map.of());
        assertThat(none.toJson()).isEqualTo("{\"rows\":3,\"skipped\":{}}");
        assertThat(ShardSummary.ofJson(none.toJson())).isEqualTo(none);
    }

    @Test
    void theSummaryCountsDistinctCaptionsAndNamesTheMostFrequent() throws IOException {
        ShardFixtures.tar()
                .member("a.png", new byte[]{1})
                .member("a.json", "{\"texts\": [\"icon\", \"an ant\"]}")
                .pair("b", "icon")
                .pair("c", "a cow")
                .write(data.resolve("00000.tar"));
        ShardFixtures.tar().pair("d", "icon").pair("e", "an ant").write(data.resolve("00001.tar"));
        assertThat(summary(index()).get("captions").toString()).isEqualTo("{\"distinct\":3,\"mostFrequent\":\"icon\",\"pairs\":3}");
    }

    @Test
    void aCaptionIsFrequentFromAHundredthOfThePairsOnAndNeverAlone() {
        assertThat(new CaptionCounts(5, "x", 3).oneIsFrequent(299)).isTrue();
        assertThat(new CaptionCounts(5, "x", 3).oneIsFrequent(300)).isFalse();
        assertThat(new CaptionCounts(50, "x", 1).oneIsFrequent(50)).isFalse();
    }
}
