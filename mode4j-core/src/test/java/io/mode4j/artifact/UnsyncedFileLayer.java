package io.mode4j.artifact;

import java.nio.file.Path;

/** A file layer that leaves the syncing to the system: for tests that write hundreds of files and expect no power cut. */
public final class UnsyncedFileLayer extends FileLayer {
    @Override
    protected void sync(Path file) {}

    @Override
    protected void syncFolder(Path folder) {}
}
