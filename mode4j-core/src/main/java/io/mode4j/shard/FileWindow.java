package io.mode4j.shard;

import io.mode4j.artifact.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads of a file at growing positions through one buffer of 64 KiB: neighbours cost one read, and what is jumped over is not read. Not safe
 * for use by several threads.
 */
final class FileWindow implements AutoCloseable {
    private static final int SIZE = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocateDirect(SIZE).limit(0);
    private long start;

    FileWindow(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.size = channel.size();
    }

    /** {@return the file's size when it was opened} */
    long size() {
        return size;
    }

    /**
     * Fills {@code into} with the bytes from {@code position} on.
     *
     * @throws DamagedException when the file ends before
     */
    void read(long position, byte[] into) throws IOException {
        int done = 0;
        while (done < into.length) {
            long from = position + done;
            if (from < start || from >= start + window.limit()) {
                fill(from);
            }
            int begin = (int) (from - start);
            int count = Math.min(into.length - done, window.limit() - begin);
            window.get(begin, into, done, count);
            done += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void fill(long from) throws IOException {
        window.clear();
        start = from;
        int count = channel.read(window, from);
        window.flip();
        if (count <= 0) {
            throw new DamagedException(file, size + " bytes", "the end of the file at byte " + from);
        }
    }
}
