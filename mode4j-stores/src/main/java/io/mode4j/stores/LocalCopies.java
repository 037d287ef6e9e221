package io.mode4j.stores;

import io.mode4j.artifact.CacheFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;

/** Copies of objects in the cache on this machine's disk. A copy is found by what the store says of the object, so that one of an older content is never taken for it. */
record LocalCopies(PatientBucket bucket) {
    private static final int PIECE = 8 << 20;
    private static final int AT_ONCE = 4;

    /** {@return a whole copy, whose file has the object's name} */
    Path file(StoredObject object) throws IOException {
        String key = object.key();
        return CacheFolder.standard().file(identity(object), key.substring(key.lastIndexOf('/') + 1), out -> fetch(object, out));
    }

    /** {@return what tells this content from any other} */
    String identity(StoredObject object) {
        String tag = object.tag().isEmpty() ? object.modified().toString() : object.tag();
        return "%s%s %d %s".formatted(bucket.url(), object.key(), object.size(), tag);
    }

    private void fetch(StoredObject object, OutputStream out) throws IOException {
        Deque<Future<byte[]>> coming = new ArrayDeque<>();
        for (long at = 0; at < object.size() || !coming.isEmpty(); at += PIECE) {
            if (at < object.size()) {
                long from = at;
                int length = (int) Math.min(PIECE, object.size() - from);
                coming.add(Fetches.begin(() -> bucket.read(object.key(), from, length)));
            }
            if (coming.size() == AT_ONCE || at + PIECE >= object.size()) {
                out.write(Fetches.end(coming.remove()));
            }
        }
        if (object.size() > PIECE && bucket.stat(object.key()).filter(now -> identity(now).equals(identity(object))).isEmpty()) {
            throw new NoSuchFileException(bucket.url() + object.key(), null,
                    "it was replaced while it was read; the same command then goes on");
        }
    }
}
