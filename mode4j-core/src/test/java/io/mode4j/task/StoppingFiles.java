package io.mode4j.task;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.nio.file.Path;

/** A file layer that fails at its n-th rename, as a kill would between writing a file and publishing it. */
final class StoppingFiles extends FileLayer {

    private int left;

    StoppingFiles(int n) {
        left = n;
    }

    /** What it fails with: unchecked, so that nobody cleans up, as after a kill. */
    static final class Stopped extends RuntimeException {
        Stopped(Path at) {
            super("stopped at " + at);
        }
    }

    @Override
    protected void rename(Path from, Path to) throws IOException {
        if (--left == 0) {
            throw new Stopped(to);
        }
        super.rename(from, to);
    }
}
