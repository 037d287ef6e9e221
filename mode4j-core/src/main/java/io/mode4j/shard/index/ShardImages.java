package io.mode4j.shard.index;

import io.mode4j.shard.bytes.ShardBytes;
import io.mode4j.shard.source.ShardFormat;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads encoded images out of the shards, at the offsets that the index holds. Safe for use by several threads; keeps the 256 shards that were
 * asked for last open until it is closed, so that any number of shards needs few open files; four times as many where their pictures are files of their own, whose lists take memory.
 */
public final class ShardImages implements AutoCloseable {
    private static final int HEAVIEST = 256 * ShardFormat.OPEN_FILE;

    private final SampleIndex index;
    private final SequencedMap<Integer, OpenShard> open = new LinkedHashMap<>(16, 0.75f, true);
    private int weight;
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
            opened.bytes().read(offset, into, length);
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
            shard.close();
        }
        open.clear();
    }

    /** A shard, which the first who reads it opens, and how many threads read it; the numbers are guarded by the images. */
    private final class OpenShard {
        private final int shard;
        private final int weight;
        private int readers;
        private boolean left;
        private @Nullable ShardBytes bytes;

        OpenShard(int shard) {
            this.shard = shard;
            this.weight = index.format(shard).weight();
        }

        /** That may take seconds, for which those of other shards need not wait. */
        synchronized ShardBytes bytes() throws IOException {
            ShardBytes opened = bytes;
            if (opened == null) {
                opened = index.bytes(shard);
                bytes = opened;
            }
            return opened;
        }

        synchronized void close() throws IOException {
            if (bytes != null) {
                bytes.close();
            }
        }
    }

    private synchronized OpenShard take(int shard) throws IOException {
        if (closed) {
            throw new IllegalStateException("The images were closed");
        }
        OpenShard opened = open.get(shard);
        if (opened == null) {
            opened = new OpenShard(shard);
            weight += opened.weight;
            while (weight > HEAVIEST) {
                OpenShard oldest = open.pollFirstEntry().getValue();
                weight -= oldest.weight;
                leave(oldest);
            }
            open.put(shard, opened);
        }
        opened.readers++;
        return opened;
    }

    /** Closes a shard, or leaves it to the last one who reads it. */
    private static void leave(OpenShard shard) throws IOException {
        shard.left = true;
        if (shard.readers == 0) {
            shard.close();
        }
    }

    private synchronized void giveBack(OpenShard shard) throws IOException {
        shard.readers--;
        if (shard.left) {
            leave(shard);
        }
    }
}
