package io.mode4j.mixture;

import io.mode4j.clip.Clip;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An expert's model, loaded when it is first asked. Thread-safe. */
final class ExpertModel implements AutoCloseable {

    /** Loads a model folder. */
    @FunctionalInterface
    interface Loader {
        Clip load(Path folder) throws IOException;
    }

    private final Path folder;
    private final Loader loader;
    private final ClipConfig config;
    private final double logitScale;
    private @Nullable Clip clip; // guarded by this, as is closed
    private boolean closed;

    ExpertModel(Path folder, Loader loader) throws IOException {
        this.folder = folder;
        this.loader = loader;
        this.config = ClipConfig.read(folder.resolve(ClipCheckpoint.CONFIG));
        this.logitScale = ClipCheckpoint.logitScale(folder);
    }

    ClipConfig config() {
        return config;
    }

    double logitScale() {
        return logitScale;
    }

    synchronized Clip clip() throws IOException {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        if (clip == null) {
            clip = loader.load(folder);
        }
        return clip;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (clip != null) {
            clip.close();
        }
    }
}
