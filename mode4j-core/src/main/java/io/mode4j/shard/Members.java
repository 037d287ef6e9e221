package io.mode4j.shard;

import java.io.IOException;
import java.nio.file.Path;

/** The members of a shard, one after another. Not safe for use by several threads. */
public interface Members extends AutoCloseable {
    /**
     * Goes to the next one.
     *
     * @return whether there is one
     * @throws io.mode4j.artifact.DamagedException when the shard is corrupt or cut short
     */
    boolean next() throws IOException;

    /** {@return the present member's path} */
    String name();

    /** {@return where the present member begins, if it is a picture, in the shard's {@link io.mode4j.shard.bytes.ShardBytes}} */
    long offset();

    /** {@return how many bytes the present member has} */
    long length();

    /** {@return the file that holds the present member's bytes, and from which byte on} */
    FilePlace place();

    /** {@return the present member's bytes} */
    byte[] content() throws IOException;

    /**
     * Where bytes lie in a file.
     *
     * @param file the file
     * @param offset where they begin in it
     */
    record FilePlace(Path file, long offset) {}

    @Override
    void close() throws IOException;
}
