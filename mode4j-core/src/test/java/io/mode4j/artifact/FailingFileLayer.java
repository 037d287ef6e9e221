package io.mode4j.artifact;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file layer that dies at its n-th step (opening, writing, syncing, renaming, deleting) and does nothing from then on, as a killed process.
 * A write that dies has half its bytes in the file.
 */
public final class FailingFileLayer extends FileLayer {
    private final int fatal;
    private volatile int steps;

    /** @param fatal the number of the step that fails, counted from 1 */
    public FailingFileLayer(int fatal) {
        this.fatal = fatal;
    }

    /** {@return whether the end was reached before the fatal step} */
    public boolean survived() {
        return steps < fatal;
    }

    private void step() throws IOException {
        if (dies()) {
            throw new IOException("killed at step " + fatal);
        }
    }

    private synchronized boolean dies() {
        steps = steps + 1;
        return steps >= fatal;
    }

    @Override
    protected OutputStream open(Path file, StandardOpenOption... options) throws IOException {
        step();
        return new FilterOutputStream(super.open(file, options)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (dies()) {
                    out.write(bytes, from, steps == fatal ? length / 2 : 0);
                    throw new IOException("killed at step " + fatal);
                }
                out.write(bytes, from, length);
            }
        };
    }

    @Override
    protected void sync(Path file) throws IOException {
        step();
        super.sync(file);
    }

    @Override
    protected void rename(Path from, Path to) throws IOException {
        step();
        super.rename(from, to);
    }

    @Override
    protected void syncFolder(Path folder) throws IOException {
        step();
        super.syncFolder(folder);
    }

    @Override
    protected void delete(Path path) throws IOException {
        step();
        super.delete(path);
    }
}
