package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A path of a file system that is not on this machine's disks, such as a store's: what maps or queries files, or hands them to native code, takes a copy. */
public interface RemotePath extends Path {
    /**
     * {@return a file of this machine with what the path's file holds now, and its name}. A temporary one ({@link FileLayer#beside}) is on this machine until it is renamed, and then this is where
     * it is, or may be written.
     *
     * @throws java.nio.file.NoSuchFileException when it is not there
     */
    Path onDisk() throws IOException;

    /**
     * {@return parts of the file, asked for at once}
     *
     * @throws java.nio.file.NoSuchFileException when it is not there
     */
    List<byte[]> read(List<Part> parts) throws IOException;

    /**
     * A part that a file is known to have.
     *
     * @param from where it begins
     * @param length how many bytes it has
     */
    record Part(long from, int length) {}
}
