package io.mode4j.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of files and of texts, as 64 lower-case hexadecimal digits. Stateless. */
public final class Fingerprints {
    private static final int BUFFER = 1 << 18;
    private static final int EDGE = 1 << 16;
    private static final int BLOCK = 1 << 12;
    private static final int BLOCKS = 16;

    private Fingerprints() {}

    /**
     * {@return the hash of all of a file's bytes}
     *
     * @throws IOException when it cannot be read
     */
    public static String ofFile(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (FileChannel channel = FileChannel.open(Places.onDisk(file), StandardOpenOption.READ)) { // who checks a store's file reads it next
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return hex(digest);
    }

    /**
     * {@return the hashes of several files, in their order, as {@link #ofFile}; the machine's cores share the files out}
     *
     * @throws IOException when one cannot be read
     */
    public static List<String> ofFiles(List<Path> files) throws IOException {
        try {
            return files.parallelStream().map(Fingerprints::unchecked).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String unchecked(Path file) {
        try {
            return ofFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the hash of the bytes} */
    public static String ofBytes(byte[] bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return hex(digest);
    }

    /** {@return the hash of the texts in order; where one ends and the next begins matters} */
    public static String ofText(String... texts) {
        MessageDigest digest = sha256();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return hex(digest);
    }

    /**
     * A fingerprint of a large file that need not read all of it: its size, its first and last 64 KiB, and sixteen 4-KiB blocks spread evenly
     * between. Files of up to 192 KiB are read whole. It tells data sets apart; it does not prove that a file is undamaged.
     *
     * @throws IOException when the file cannot be read
     */
    public static String sampled(Path file) throws IOException {
        MessageDigest digest = sha256();
        long size = Files.size(file);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(size).flip());
        List<RemotePath.Part> parts = sample(size);
        if (file instanceof RemotePath far) {
            far.read(parts).forEach(digest::update);
            return hex(digest);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (RemotePath.Part part : parts) {
                update(digest, channel, part.from(), part.length());
            }
        }
        return hex(digest);
    }

    private static List<RemotePath.Part> sample(long size) {
        if (size <= 2L * EDGE + BLOCKS * BLOCK) {
            return List.of(new RemotePath.Part(0, (int) size));
        }
        List<RemotePath.Part> parts = new ArrayList<>();
        parts.add(new RemotePath.Part(0, EDGE));
        long span = size - 2L * EDGE - BLOCK;
        for (int i = 0; i < BLOCKS; i++) {
            parts.add(new RemotePath.Part(EDGE + span * i / (BLOCKS - 1), BLOCK));
        }
        parts.add(new RemotePath.Part(size - EDGE, EDGE));
        return parts;
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // reads on until the block is full or the file ends
        }
        digest.update(buffer.flip());
    }
}
