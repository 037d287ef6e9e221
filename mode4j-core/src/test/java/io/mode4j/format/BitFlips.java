package io.mode4j.format;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.DamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Damages files on purpose. */
public final class BitFlips {
    private BitFlips() {}

    /** Flips one bit of every byte in turn, and cuts the file at every {@code stride}-th length; each time {@code check} must find it damaged. */
    public static void everywhere(Path file, int stride, ThrowingCallable check) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += stride) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % Byte.SIZE);
            demandDamaged(file, flipped, "bit flipped at " + at, check);
        }
        for (int length = 0; length < whole.length; length += stride) {
            demandDamaged(file, Arrays.copyOf(whole, length), "cut to " + length, check);
        }
        Files.write(file, whole);
    }

    private static void demandDamaged(Path file, byte[] bytes, String how, ThrowingCallable check) throws IOException {
        Files.write(file, bytes);
        assertThatThrownBy(check).as(how)
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining("expected")
                .hasMessageContaining("found");
    }
}
