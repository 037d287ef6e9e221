package io.mode4j.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownFilesTest {
    @TempDir
    Path folder;

    private Path file(String content, Duration age) throws IOException {
        Path file = Files.writeString(folder.resolve("a"), content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(1_800_000_000).minus(age)));
        return file;
    }

    private static String hash(Path file) throws IOException {
        return KnownFiles.hashes(List.of(file)).getFirst();
    }

    @Test
    void aFileIsReadAgainOnlyWhenItsSizeOrTimeIsAnother() throws IOException {
        Path file = file("one", Duration.ofDays(900));
        assertThat(hash(file)).isEqualTo(Fingerprints.ofBytes("one".getBytes(UTF_8)));
        file("two", Duration.ofDays(900));
        assertThat(hash(file)).as("it is not read").isEqualTo(Fingerprints.ofBytes("one".getBytes(UTF_8)));
        file("two", Duration.ofDays(899));
        assertThat(hash(file)).isEqualTo(Fingerprints.ofBytes("two".getBytes(UTF_8)));
        file("three", Duration.ofDays(899));
        assertThat(hash(file)).isEqualTo(Fingerprints.ofBytes("three".getBytes(UTF_8)));
    }

    @Test
    void aFileThatWasJustWrittenIsNotKnown() throws IOException {
        Path file = Files.writeString(folder.resolve("new"), "one");
        FileTime now = FileTime.from(Instant.now());
        Files.setLastModifiedTime(file, now);
        hash(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, now);
        assertThat(hash(file)).isEqualTo(Fingerprints.ofBytes("two".getBytes(UTF_8)));
    }

    @Test
    void hashesAreInTheOrderOfTheFiles() throws IOException {
        Path known = file("known", Duration.ofDays(900));
        hash(known);
        Path b = Files.writeString(folder.resolve("b"), "b");
        assertThat(KnownFiles.hashes(List.of(b, known, b))).containsExactly(Fingerprints.ofFile(b), Fingerprints.ofFile(known),
                Fingerprints.ofFile(b));
    }
}
