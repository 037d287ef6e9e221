package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintsTest {
    @TempDir
    Path temporary;

    @Test
    void ofAFileIsPlainSha256() throws IOException {
        Path file = Files.writeString(temporary.resolve("a"), "abc");
        assertThat(Fingerprints.ofFile(file)).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void ofFilesIsThatOfEachInTheirOrder() throws IOException {
        List<Path> files = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 40; i > 0; i--) {
            files.add(Files.writeString(temporary.resolve("f" + i), "a".repeat(i * 1000)));
            expected.add(Fingerprints.ofFile(files.getLast()));
        }
        assertThat(Fingerprints.ofFiles(files)).isEqualTo(expected);
        files.add(20, temporary.resolve("none"));
        assertThatThrownBy(() -> Fingerprints.ofFiles(files)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whereTextsEndMatters() {
        assertThat(Fingerprints.ofText("ab", "c")).isNotEqualTo(Fingerprints.ofText("a", "bc")).isNotEqualTo(Fingerprints.ofText("abc"));
        assertThat(Fingerprints.ofText("ab", "c")).isEqualTo(Fingerprints.ofText("ab", "c")).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4096, 131_072, 196_608, 196_609, 200_000, 1_000_000})
    void sampledSeesTheSizeTheEdgesAndBlocksBetween(int size) throws IOException {
        Path file = temporary.resolve("a");
        byte[] bytes = new byte[size];
        Files.write(file, bytes);
        Set<String> seen = new HashSet<>();
        seen.add(Fingerprints.sampled(file));
        assertThat(seen).contains(Fingerprints.sampled(file));
        int expected = 1;
        for (int at : new int[]{0, size / 2, 65_535, 65_536, size - 65_537, size - 1}) {
            boolean covered = size <= 196_608 || at <= 65_536 || at >= size - 65_537;
            if (at >= 0 && at < size && covered && bytes[at] == 0) {
                bytes[at] = 1;
                Files.write(file, bytes);
                seen.add(Fingerprints.sampled(file));
                expected++;
            }
        }
        Files.write(file, new byte[size + 1]);
        seen.add(Fingerprints.sampled(file));
        assertThat(seen).hasSize(expected + 1);
    }
}
