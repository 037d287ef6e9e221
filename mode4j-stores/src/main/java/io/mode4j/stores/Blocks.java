package io.mode4j.stores;

import io.mode4j.artifact.CacheFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An object read anywhere, in blocks that the cache on this machine's disk keeps; neighbours that are missing are fetched by one request. Safe for use by several threads.
 *
 * @param identity names the content
 */
record Blocks(PatientBucket bucket, StoredObject object, String identity) {
    private static final int BLOCK = 1 << 18;
    private static final int MOST = 4 << 20;

    /** {@return how many bytes were read}, -1 at the end */
    int read(long at, ByteBuffer into) throws IOException {
        if (at >= object.size()) {
            return -1;
        }
        int count = (int) Math.min(into.remaining(), object.size() - at);
        long end = at + count;
        for (long here = at; here < end;) {
            Optional<byte[]> kept = kept(here / BLOCK);
            long first = here / BLOCK * BLOCK;
            byte[] bytes = kept.isPresent() ? kept.get() : fetch(first, end);
            int length = (int) Math.min(end - here, first + bytes.length - here);
            into.put(bytes, (int) (here - first), length);
            here += length;
        }
        return count;
    }

    private Optional<byte[]> kept(long block) throws IOException {
        Optional<Path> file = CacheFolder.standard().find(key(block), name(block));
        try {
            return file.isPresent() ? Optional.of(Files.readAllBytes(file.get())).filter(bytes -> bytes.length == length(block))
                    : Optional.empty();
        } catch (NoSuchFileException _) { // others needed the room
            return Optional.empty();
        }
    }

    /** Fetches blocks up to an end, or to one that is there, and keeps them. */
    private byte[] fetch(long from, long end) throws IOException {
        long to = from + BLOCK;
        while (to < end && to - from < MOST && CacheFolder.standard().find(key(to / BLOCK), name(to / BLOCK)).isEmpty()) {
            to += BLOCK;
        }
        byte[] bytes = bucket.read(object.key(), from, (int) (Math.min(to, object.size()) - from));
        for (int at = 0; at < bytes.length; at += BLOCK) {
            int begin = at;
            long block = (from + at) / BLOCK;
            Path _ = CacheFolder.standard().file(key(block), name(block), out -> out.write(bytes, begin, length(block)));
        }
        return bytes;
    }

    private int length(long block) {
        return (int) Math.min(BLOCK, object.size() - block * BLOCK);
    }

    private String key(long block) {
        return identity + " " + block;
    }

    private static String name(long block) {
        return "block-" + block;
    }
}
