package io.mode4j.serve;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a client must know to be answered. Kept as a hash, so that it is in no dump and no comparison says how much of it was right. Immutable. */
public final class AccessKey {
    private static final int SHORTEST = 16;

    private final byte[] hash;

    private AccessKey(byte[] hash) {
        this.hash = hash;
    }

    /**
     * The key that a file holds, without the white space around it.
     *
     * @throws BadInputException if it is shorter than 16 characters
     */
    public static AccessKey read(Path file) throws IOException {
        String key = TextFile.read(file).strip();
        if (key.length() < SHORTEST || key.lines().count() != 1) {
            throw new BadInputException(
                    "%s: expected a key of one line and at least %d characters (openssl rand -hex 32 > FILE makes one)".formatted(
                            file, SHORTEST));
        }
        return new AccessKey(sha256(key));
    }

    /** Whether this is the key; takes as long for any other. */
    boolean is(String offered) {
        return MessageDigest.isEqual(hash, sha256(offered));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
