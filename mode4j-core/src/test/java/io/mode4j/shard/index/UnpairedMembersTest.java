package io.mode4j.shard.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.LogLines;
import io.mode4j.shard.Sample;
import io.mode4j.shard.source.ShardFixtures;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Members that their names keep from being a pair: counted, named, and paired where keys end elsewhere. */
class UnpairedMembersTest extends IndexFixture {
    private static final String RENAME = " Members of an unknown extension pair once they are renamed: what follows the key is one of json, txt, jpg, jpeg, png, webp.";

    private void dottedShard(int plain) throws IOException {
        ShardFixtures tar = ShardFixtures.tar().pair("v1.0_cat", "a cat").pair("v1.0_dog", "a dog");
        for (int i = 0; i < plain; i++) {
            tar.pair("plain" + i, "caption " + i);
        }
        tar.write(data.resolve("00000.tar"));
    }

    @Test
    void keysWithDotsCountAgainstTheShareThatMayBeSkipped() throws IOException {
        dottedShard(8);
        assertThatThrownBy(() -> index(files, 0.1, 1)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("2 of 10 samples")
                .hasMessageContaining("key with dots: 2 (00000/v1.0_cat, 00000/v1.0_dog)")
                .hasMessageContaining("0_cat.png (1), 0_cat.txt (1)")
                .hasMessageContaining("With option key-end last-dot 2 more pair.");
        Manifest manifest = index(files, 0.2, 1);
        assertThat(manifest.summary()).containsEntry("rows", 8);
        assertThat(summary(manifest).get("leftOver").toString())
                .isEqualTo("{\"0_cat.png\":1,\"0_cat.txt\":1,\"0_dog.png\":1,\"0_dog.txt\":1}");
        assertThat(manifest.recipe().configuration()).isEmpty();
    }

    @Test
    void keysThatEndAtTheLastDotAreAnotherIndex() throws IOException {
        dottedShard(1);
        IndexOptions options = new IndexOptions(0, 1).withKeyEnd(KeyEnd.LAST_DOT);
        Manifest manifest = index(files, options);
        assertThat(manifest.summary()).containsEntry("rows", 3).containsEntry("skipped", Map.of()).doesNotContainKey("leftOver");
        assertThat(manifest.recipe().configuration()).isEqualTo(Map.of("key-end", "last-dot"));
        assertThat(SampleIndex.open(folder).read(0)).extracting(Sample::key).containsExactly("v1.0_cat", "v1.0_dog", "plain0");
        assertThatThrownBy(() -> index(files, 1, 1)).isInstanceOf(MismatchException.class);
    }

    @Test
    void anEmptyResultNamesWhatWasSeen() throws IOException {
        dottedShard(0);
        ShardFixtures.tar()
                .member("a.image.jpg", new byte[1])
                .member("a.caption.txt", "x")
                .member("b", "y")
                .write(data.resolve("00001.tar"));
        assertThatThrownBy(() -> index(files, 1, 1)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("2 shards hold no usable sample")
                .hasMessageContaining("unknown extension: 1 (00001/a.image.jpg, 00001/a.caption.txt)")
                .hasMessageContaining("image.jpg (1), caption.txt (1), (none) (1).")
                .hasMessageEndingWith("With option key-end last-dot 2 more pair." + RENAME);
    }

    @Test
    void theStageSaysWhenMuchOfAShardPairsWithNothing() throws IOException {
        dottedShard(2);
        ShardFixtures tar = ShardFixtures.tar().member("mute.image.png", new byte[]{1});
        for (int i = 0; i < 30; i++) {
            tar.pair("other" + i, "another " + i);
        }
        tar.write(data.resolve("00001.tar"));
        try (LogLines log = new LogLines(IndexStage.class)) {
            index(files, 0.5, 1);
            assertThat(log.warnings()).containsExactly(
                    "more than a tenth of the samples of 1 of 2 shards pair with nothing; of shard 00000 2 of 4. Members left over, by extension: "
                            + "0_cat.png (1), 0_cat.txt (1), 0_dog.png (1), 0_dog.txt (1), image.png (1). With option key-end last-dot 2 more pair."
                            + RENAME);
        }
    }
}
