package io.mode4j.shard.bytes;

import io.mode4j.artifact.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is read from front to back, as a store's is at most speed: it comes in large pieces, some ahead. */
final class StreamBytes implements ShardBytes {
    private final Path file;
    private final SeekableByteChannel channel;

    StreamBytes(Path file) throws IOException {
        this.file = file;
        this.channel = Files.newByteChannel(file);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public synchronized void read(long position, byte[] into, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        channel.position(position);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new DamagedException(file, "%d bytes at byte %d".formatted(length, position),
                        "the end of the file at byte " + channel.size());
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
