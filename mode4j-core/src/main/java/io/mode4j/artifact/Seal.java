package io.mode4j.artifact;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The hash of a file inside the file itself: 64 hexadecimal digits after a fixed prefix, computed with zeros in their place. Stateless.
 */
public final class Seal {
    static final int DIGITS = 64;

    private Seal() {}

    /** {@return a copy with the hash in its place} */
    public static byte[] put(byte[] bytes, String prefix, String hash) {
        byte[] sealed = bytes.clone();
        System.arraycopy(hash.getBytes(StandardCharsets.US_ASCII), 0, sealed, prefix.length(), DIGITS);
        return sealed;
    }

    /** {@return whether the bytes begin with the prefix and have room for a hash after it} */
    public static boolean has(byte[] bytes, String prefix) {
        byte[] first = prefix.getBytes(StandardCharsets.US_ASCII);
        return bytes.length >= first.length + DIGITS && Arrays.equals(bytes, 0, first.length, first, 0, first.length);
    }

    /** {@return the hash after the prefix} */
    public static String get(byte[] bytes, String prefix) {
        return new String(bytes, prefix.length(), DIGITS, StandardCharsets.US_ASCII);
    }

    public static void check(Path file, String said, String computed) throws DamagedException {
        if (!said.equals(computed)) {
            throw new DamagedException(file, "SHA-256 " + said, "SHA-256 " + computed);
        }
    }
}
