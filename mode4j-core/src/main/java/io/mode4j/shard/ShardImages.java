package io.mode4j.shard;

import java.io.IOException;
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
     * @throws io.mode4j.artifact.BadInputException when the shard is gone
     * @throws io.mode4j.artifact.DamagedException when it is shorter than it was
     */
    public byte[] read(int shard, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(shard, offset, bytes, length);
        return bytes;
    }

    /**
     * Reads a stretch of a shard into the buffer's beginning.
     *
     * @throws io.mode4j.artifact.BadInputException when the shard is gone
     * @throws io.mode4j.artifact.DamagedException when it is shorter than it was
     */
    public void read(int shard, long offset, byte[] into, int length) throws IOException {
        OpenShard opened = take(shard);
        try {
            opened.bytes.read(offset, into, length);
        } finally {
            giveBack(opened);
        }
    }

    /** {@return whether some of the shards are in a store, where a read takes as long as many} */
    public boolean areFar() {
        return index.isFar();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (OpenShard shard : open.values()) {
            shard.bytes.close();
        }
        open.clear();
    }

    /** A shard and how many threads read it; guarded by the images. */
    private static final class OpenShard {
        final ShardBytes bytes;
        int readers;
        boolean left;

        OpenShard(ShardBytes bytes) {
            this.bytes = bytes;
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
            opened = new OpenShard(index.bytes(shard));
            open.put(shard, opened);
        }
        opened.readers++;
        return opened;
    }

    /** Closes a shard, or leaves it to the last one who reads it. */
    private static void leave(OpenShard shard) throws IOException {
        shard.left = true;
        if (shard.readers == 0) {
            shard.bytes.close();
        }
    }

    private synchronized void giveBack(OpenShard shard) throws IOException {
        shard.readers--;
        if (shard.left) {
            leave(shard);
        }
    }
}
