package io.mode4j.shard;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Reads encoded images out of the shards, at the offsets that the index holds. Safe for use by several threads; keeps the {@value #MOST_OPEN} shards that were
 * asked for last open until it is closed, so that any number of shards needs few open files.
 */
public final class ShardImages implements AutoCloseable {
    private static final int MOST_OPEN = 256;

    private final SampleIndex index;
    private final SequencedMap<Integer, OpenShard> open = new LinkedHashMap<>(MOST_OPEN, 0.75f, true);
    private boolean closed;

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
        byte[] bytes = new byte[length];
        read(shard, offset, bytes, length);
        return bytes;
    }

    /**
     * Reads a stretch of a shard into the buffer's beginning.
     *
     * @throws BadInputException when the shard is gone
     * @throws DamagedException when it is shorter than it was
     */
    public void read(int shard, long offset, byte[] into, int length) throws IOException {
        OpenShard opened = take(shard);
        try {
            read(opened.channel, shard, offset, into, length);
        } finally {
            giveBack(opened);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (OpenShard shard : open.values()) {
            shard.channel.close();
        }
        open.clear();
    }

    /** A shard and how many threads read it; guarded by the images. */
    private static final class OpenShard {
        final FileChannel channel;
        int readers;
        boolean left;

        OpenShard(FileChannel channel) {
            this.channel = channel;
        }
    }

    private synchronized OpenShard take(int shard) throws IOException {
        if (closed) {
            throw new IllegalStateException("The images were closed");
        }
        OpenShard opened = open.get(shard);
        if (opened == null) {
            if (open.size() >= MOST_OPEN) {
                leave(open.pollFirstEntry().getValue());
            }
            opened = new OpenShard(FileChannel.open(index.path(shard), StandardOpenOption.READ));
            open.put(shard, opened);
        }
        opened.readers++;
        return opened;
    }

    /** Closes a shard, or leaves it to the last one who reads it. */
    private static void leave(OpenShard shard) throws IOException {
        shard.left = true;
        if (shard.readers == 0) {
            shard.channel.close();
        }
    }

    private synchronized void giveBack(OpenShard shard) throws IOException {
        shard.readers--;
        if (shard.left) {
            leave(shard);
        }
    }

    private void read(FileChannel channel, int shard, long offset, byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new DamagedException(index.path(shard), "an image of %d bytes at byte %d, as indexed".formatted(length, offset),
                        "the end of the file at byte " + channel.size());
            }
        }
    }
}
