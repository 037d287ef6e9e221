package io.mode4j.train;

import io.mode4j.artifact.FileLayer;
import java.nio.file.Path;

/** What goes on after a kill: waiting for the disk would only cost the test time. */
final class Unsynced extends FileLayer {

    @Override
    protected void sync(Path file) {}

    @Override
    protected void syncFolder(Path folder) {}
}
