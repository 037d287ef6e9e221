package io.mode4j.shard.bytes;

import io.mode4j.artifact.DamagedException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a file at growing positions: what is jumped over is not read. A file of the default file system is mapped; one of another, and what is no file, is read through a buffer, so that neighbours cost one read. Not safe for use by several threads.
 */
public final class FileWindow implements AutoCloseable {
    private static final int SIZE = 1 << 16;

    private final Path file;
    private final ShardBytes bytes;
    private final long size;
    private final Arena arena = Arena.ofConfined();
    private final @Nullable MemorySegment mapped;
    private final byte[] window;
    private long start;
    private int filled;

    public FileWindow(Path file) throws IOException {
        this.file = file;
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        this.bytes = new LocalBytes(file, channel);
        this.size = channel.size();
        boolean local = file.getFileSystem().equals(FileSystems.getDefault());
        this.mapped = local ? channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena) : null;
        this.window = new byte[local ? 0 : SIZE];
    }

    /**
     * Reads bytes through a buffer, and closes them with this.
     *
     * @param file what they are called in messages
     * @param atOnce the length of the buffer
     */
    public FileWindow(Path file, ShardBytes bytes, int atOnce) throws IOException {
        this.file = file;
        this.bytes = bytes;
        this.size = bytes.size();
        this.mapped = null;
        this.window = new byte[atOnce];
    }

    /** {@return the file's size when it was opened} */
    public long size() {
        return size;
    }

    /**
     * Fills {@code into} with the bytes from {@code position} on.
     *
     * @throws DamagedException when the file ends before
     */
    public void read(long position, byte[] into) throws IOException {
        if (mapped == null) {
            readThroughWindow(position, into);
        } else if (into.length > size - position) {
            throw endsAt(position);
        } else {
            try {
                MemorySegment.copy(mapped, ValueLayout.JAVA_BYTE, position, into, 0, into.length);
            } catch (InternalError e) { // what the JVM makes of a page that is gone
                throw endsAt(position);
            }
        }
    }

    @Override
    public void close() throws IOException {
        arena.close();
        bytes.close();
    }

    private void readThroughWindow(long position, byte[] into) throws IOException {
        int done = 0;
        while (done < into.length) {
            long from = position + done;
            if (from < start || from >= start + filled) {
                fill(from);
            }
            int begin = (int) (from - start);
            int count = Math.min(into.length - done, filled - begin);
            System.arraycopy(window, begin, into, done, count);
            done += count;
        }
    }

    private void fill(long from) throws IOException {
        if (from >= size) {
            throw endsAt(from);
        }
        filled = 0; // nothing is known if the reading fails
        int count = (int) Math.min(window.length, size - from);
        bytes.read(from, window, count);
        start = from;
        filled = count;
    }

    private DamagedException endsAt(long position) {
        return new DamagedException(file, size + " bytes", "the end of the file at or behind byte " + position);
    }
}
