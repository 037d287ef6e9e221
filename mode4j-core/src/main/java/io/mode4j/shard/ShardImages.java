package io.mode4j.shard;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads encoded images out of the shards, at the offsets that the index holds. Safe for use by several threads; keeps the first 256 shards that
 * are asked for open until it is closed, and opens others for each read, so that any number of shards needs few open files.
 */
public final class ShardImages implements AutoCloseable {
    private static final int MOST_OPEN = 256;

    private final SampleIndex index;
    private final Map<Integer, FileChannel> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param index where the shards are */
    public ShardImages(SampleIndex index) {
        this.index = index;
    }

    /**
     * {@return the bytes of an encoded image}
     *
     * @throws BadInputException when the shard is gone
     * @throws DamagedException when it is shorter than it was
     */
    public byte[] read(int shard, long offset, int length) throws IOException {
        FileChannel kept = kept(shard);
        if (kept != null) {
            return read(kept, shard, offset, length);
        }
        try (FileChannel channel = channel(shard)) {
            return read(channel, shard, offset, length);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (FileChannel channel : open.values()) {
            channel.close();
        }
        open.clear();
    }

    private @Nullable FileChannel kept(int shard) throws IOException {
        FileChannel channel = open.get(shard);
        return channel != null || open.size() >= MOST_OPEN ? channel : keep(shard);
    }

    private synchronized @Nullable FileChannel keep(int shard) throws IOException {
        if (closed) {
            throw new IllegalStateException("The images were closed");
        }
        FileChannel channel = open.get(shard);
        if (channel == null && open.size() < MOST_OPEN) {
            channel = channel(shard);
            open.put(shard, channel);
        }
        return channel;
    }

    private FileChannel channel(int shard) throws IOException {
        return FileChannel.open(index.path(shard), StandardOpenOption.READ);
    }

    private byte[] read(FileChannel channel, int shard, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new DamagedException(index.path(shard), "an image of %d bytes at byte %d, as indexed".formatted(length, offset),
                        "the end of the file at byte " + channel.size());
            }
        }
        return bytes;
    }
}
