package io.mode4j.shard.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.Sample;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.source.ShardFixtures;
import io.mode4j.shard.source.ShardScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardWriterTest {
    private final FileLayer files = new FileLayer();
    @TempDir
    Path temporary;

    private Path write(String name) throws IOException {
        Path file = temporary.resolve(name);
        ShardWriter.write(files, file, shard -> {
            for (String key : new String[]{"a", "ü", "long".repeat(60)}) {
                shard.add(key, "png", ShardFixtures.png(4, 0xff));
                shard.add(key, "json", ("{\"texts\": [\"" + key + "\"]}").getBytes(UTF_8));
            }
        });
        return file;
    }

    @Test
    void writesShardsThatCanBeRead() throws IOException {
        ShardScan scan = ShardFixtures.scan(write("a.tar"), TxtLines.WHOLE, KeyEnd.FIRST_DOT);
        assertThat(scan.samples()).extracting(Sample::key).containsExactly("a", "ü", "long".repeat(60));
        assertThat(scan.samples()).allMatch(s -> s.captions().getFirst().equals(s.key()));
        assertThat(scan.summary().skippedRows()).isZero();
    }

    @Test
    void theSameSamplesGiveTheSameBytes() throws IOException {
        assertThat(write("a.tar")).hasBinaryContent(Files.readAllBytes(write("b.tar")));
        assertThat(Files.size(temporary.resolve("a.tar")) % 10_240).isZero();
    }

    @Test
    void aFailureLeavesNothing() {
        Path file = temporary.resolve("a.tar");
        assertThatThrownBy(() -> ShardWriter.write(files, file, shard -> {
            shard.add("a", "txt", new byte[1]);
            throw new DamagedException(file, "a", "b");
        })).isInstanceOf(DamagedException.class);
        assertThat(temporary).isEmptyDirectory();
    }
}
