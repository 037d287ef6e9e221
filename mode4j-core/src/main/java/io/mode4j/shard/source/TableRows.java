package io.mode4j.shard.source;

import io.mode4j.shard.Captions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a table of pictures and captions, one after another. Not safe for use by several threads. */
interface TableRows extends AutoCloseable {
    /**
     * Goes to the next row.
     *
     * @return whether there is one
     * @throws io.mode4j.artifact.DamagedException when the file is corrupt
     */
    boolean next() throws IOException;

    /** {@return the present row's number in the file, from 0 on} */
    long number();

    /** {@return what names the row; null when nothing does} */
    @Nullable
    String key();

    /** {@return the path of the row's picture, or what its picture was called; null when there is none} */
    @Nullable
    String path();

    /** {@return how many bytes the picture inside the row has; -1 when there is none} */
    long length();

    /** {@return the first bytes of the picture inside the row} */
    byte[] head();

    /** {@return the picture inside the row; empty when there is none, or pictures were not asked for} */
    byte[] picture();

    /** {@return the row's captions} */
    Captions captions();

    /** {@return whether the row says that its picture could not be downloaded} */
    boolean failed();

    /** {@return what else the row holds, an object in JSON; empty when the rest was not asked for} */
    String others();

    @Override
    void close() throws IOException;
}
