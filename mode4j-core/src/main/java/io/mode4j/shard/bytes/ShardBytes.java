package io.mode4j.shard.bytes;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The bytes that the positions of a shard's pictures count in: of a tar the file itself; of other shards their pictures one after another. Safe for use by several
 * threads.
 */
public interface ShardBytes extends AutoCloseable {
    /** {@return a file of this machine's file systems} */
    static ShardBytes of(Path file) throws IOException {
        return new LocalBytes(file);
    }

    /**
     * {@return a file that is open, and is closed with this}
     *
     * @param file what it is called in messages
     */
    static ShardBytes of(Path file, FileChannel channel) {
        return new LocalBytes(file, channel);
    }

    /** {@return how many bytes there are} */
    long size() throws IOException;

    /**
     * Fills the beginning of a buffer.
     *
     * @throws io.mode4j.artifact.DamagedException when the shard ends before, or is not what it was
     */
    void read(long position, byte[] into, int length) throws IOException;

    @Override
    void close() throws IOException;
}
