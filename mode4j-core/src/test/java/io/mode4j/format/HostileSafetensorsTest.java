package io.mode4j.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Safetensors files that lie or are damaged: each a clear line, no memory beyond the file's size. */
class HostileSafetensorsTest {
    private static final int DATA = 24;
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("evil.safetensors");
    }

    private void write(long claimedLength, String header) throws IOException {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer whole = ByteBuffer.allocate(Long.BYTES + bytes.length + DATA).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, whole.putLong(claimedLength).put(bytes).array());
    }

    private void refused() {
        assertThatThrownBy(() -> SafetensorsFile.open(file).close()).isInstanceOf(DamagedException.class)
                .hasMessageContaining("evil.safetensors")
                .hasMessageContaining("expected");
    }

    @Test
    void theFixtureItselfIsRead() throws IOException {
        String header = "{\"a\": {\"dtype\": \"F32\", \"shape\": [2, 3], \"data_offsets\": [0, 24]}}";
        write(header.length(), header);
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.floats("a")).hasSize(6).containsOnly(0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40, 100_000_000, 1_000})
    void headersThatClaimMoreThanTheFileHas(long length) throws IOException {
        write(length, "{}");
        refused();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1099511627776], \"data_offsets\": [0, 4398046511104]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1099511627776, 1099511627776], \"data_offsets\": [0, 24]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [6], \"data_offsets\": [0, 9223372036854775807]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [6], \"data_offsets\": [-24, 0]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [6], \"data_offsets\": [24, 0]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [-2, -3], \"data_offsets\": [0, 24]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [7], \"data_offsets\": [0, 24]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [5], \"data_offsets\": [0, 20]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [\"six\"], \"data_offsets\": [0, 24]}}",
        "{\"a\": {\"dtype\": \"C128\", \"shape\": [3], \"data_offsets\": [0, 24]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [6]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [6], \"data_offsets\": [0]}}",
        "{\"a\": [1, 2]}",
        "{\"__metadata__\": {}}",
        "[]",
        "null",
        "not JSON",
        ""})
    void headersThatDoNotFitTheFile(String header) throws IOException {
        write(header.length(), header);
        refused();
    }

    @Test
    void aHeaderNestedWithoutEnd() throws IOException {
        String header = "{\"a\":".repeat(200_000);
        write(header.length(), header);
        refused();
    }

    /** Another program's file has no checksum: a flipped bit may be a number of another value, but is never more than a clear line. */
    @Test
    void cutAndFlippedFilesOfOtherPrograms() throws IOException {
        byte[] whole = Files.readAllBytes(NpyTest.golden("python.safetensors"));
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            refused();
        }
        SplittableRandom random = new SplittableRandom(1);
        int found = 0;
        for (int i = 0; i < 500; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            Files.write(file, flipped);
            try {
                SafetensorsFile.open(file).close();
            } catch (DamagedException e) {
                assertThat(e).hasMessageContaining("evil.safetensors");
                found++;
            }
        }
        assertThat(found).isGreaterThan(100);
    }
}
