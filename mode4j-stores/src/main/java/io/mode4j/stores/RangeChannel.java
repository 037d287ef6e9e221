package io.mode4j.stores;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;

/**
 * An object as a file to read: from front to back it comes in large pieces ({@link Pieces}); reads at positions come in blocks that the cache keeps ({@link Blocks}); what maps it gets a whole copy. Its
 * size, and what it is, are those of when it was opened. Safe for use by several threads.
 */
final class RangeChannel extends FileChannel {
    private static final int TRANSFER = 1 << 16;

    private final StoredObject object;
    private final LocalCopies copies;
    private final Pieces pieces;
    private final Blocks blocks;
    private long position;

    RangeChannel(PatientBucket bucket, LocalCopies copies, StoredObject object) {
        this.object = object;
        this.copies = copies;
        this.pieces = new Pieces(bucket, object);
        this.blocks = new Blocks(bucket, object, copies.identity(object));
    }

    @Override
    public synchronized int read(ByteBuffer into) throws IOException {
        int count = pieces.read(position, into);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public synchronized long read(ByteBuffer[] into, int first, int length) throws IOException {
        long all = 0;
        for (int i = first; i < first + length; i++) {
            while (into[i].hasRemaining()) {
                int count = read(into[i]);
                if (count < 0) {
                    return all == 0 ? -1 : all;
                }
                all += count;
            }
        }
        return all;
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        return blocks.read(at, into);
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized FileChannel position(long to) {
        position = to;
        return this;
    }

    @Override
    public long size() {
        return object.size();
    }

    @Override
    public synchronized long transferTo(long from, long count, WritableByteChannel target) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, TRANSFER));
        if (pieces.read(from, buffer) < 0) {
            return 0;
        }
        return target.write(buffer.flip());
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long length) throws IOException {
        try (FileChannel copy = FileChannel.open(copies.file(object), StandardOpenOption.READ)) {
            return copy.map(mode, from, length);
        }
    }

    @Override
    public MemorySegment map(MapMode mode, long from, long length, Arena arena) throws IOException {
        try (FileChannel copy = FileChannel.open(copies.file(object), StandardOpenOption.READ)) {
            return copy.map(mode, from, length, arena);
        }
    }

    @Override
    public void force(boolean metadata) {
        // nothing was written
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long write(ByteBuffer[] from, int first, int length) {
        throw new NonWritableChannelException();
    }

    @Override
    public int write(ByteBuffer from, long at) {
        throw new NonWritableChannelException();
    }

    @Override
    public FileChannel truncate(long length) {
        throw new NonWritableChannelException();
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long at, long count) {
        throw new NonWritableChannelException();
    }

    @Override
    public FileLock lock(long from, long length, boolean shared) {
        throw new UnsupportedOperationException("stores have no locks");
    }

    @Override
    public FileLock tryLock(long from, long length, boolean shared) {
        throw new UnsupportedOperationException("stores have no locks");
    }

    @Override
    protected void implCloseChannel() {
        // requests on their way end by themselves
    }
}
