package io.mode4j.shard.bytes;

import io.mode4j.artifact.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of this machine's file systems. */
final class LocalBytes implements ShardBytes {
    private final Path file;
    private final FileChannel channel;

    LocalBytes(Path file) throws IOException {
        this(file, FileChannel.open(file, StandardOpenOption.READ));
    }

    LocalBytes(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void read(long position, byte[] into, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new DamagedException(file, "%d bytes at byte %d, as indexed".formatted(length, position),
                        "the end of the file at byte " + channel.size());
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
