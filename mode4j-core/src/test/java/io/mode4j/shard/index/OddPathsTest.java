package io.mode4j.shard.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.source.ShardFixtures;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An index is the same in any folder, whatever the names of folders and shards look like to the library that reads its files. */
class OddPathsTest {
    private final FileLayer files = new UnsyncedFileLayer();
    @TempDir
    private Path temporary;

    @BeforeEach
    void decoys() throws IOException {
        for (String folder : List.of("x", "a x b", "star", "qq")) { // what the odd names match as patterns
            index(folder, "wrong", "1");
        }
    }

    private Path index(String folder, String caption, String shard) throws IOException {
        Path data = temporary.resolve("shards of " + folder).resolve(folder);
        ShardFixtures tar = ShardFixtures.tar();
        for (int i = 0; i < 20; i++) {
            tar.pair("key" + i, caption + " " + i);
        }
        tar.write(data.resolve(shard + ".tar"));
        Path index = temporary.resolve(folder).resolve("index");
        new IndexStage(files, Progress.silent(), new IndexOptions(0.5, 1).withHoldout(new Holdout(0.2, 7)))
                .run(ShardSet.of(List.of(data.toString())), index);
        return index;
    }

    @ParameterizedTest
    @ValueSource(strings = {"[x]", "a [x] b", "st*ar", "q?", "{a,b}", "it's", "\"q\"", "größe 日本", "key=7", "shard=7", "**", "[!a]", "%20",
        "~", "back\\slash", "semi;colon"})
    void anIndexIsTheSame(String folder) throws IOException {
        Path plain = index("plain", "right", "1");
        Path odd = index(folder, "right", "1");
        for (String file : List.of("1.parquet", "heldout/pairs.parquet")) {
            assertThat(odd.resolve(file)).as(file).hasSameBinaryContentAs(plain.resolve(file));
        }
        SampleIndex read = SampleIndex.open(odd);
        assertThat(read.rows(0)).isEqualTo(16);
        assertThat(read.heldOut()).hasSize(4).allMatch(pair -> pair.sample().captions().getFirst().startsWith("right"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "2024.01.v2", "a*", "b?", "{0..3}", "é"})
    void aShardKeepsItsName(String shard) throws IOException {
        Path index = index("named", "right", shard);
        assertThat(SampleIndex.open(index).name(0)).isEqualTo(shard);
        assertThat(SampleIndex.open(index).heldOut()).hasSize(4).allMatch(pair -> pair.shard() == 0);
    }

    @Test
    void aRunBehindALinkIsOneRun() throws IOException {
        Path index = index("real", "right", "1");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("real")).resolve("index");
        assertThat(SampleIndex.open(link).heldOut()).isEqualTo(SampleIndex.open(index).heldOut());
    }
}
