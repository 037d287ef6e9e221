package io.mode4j.torch;

import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipModel;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * A loaded CLIP. Thread-safe: {@link #close} waits for the calls in progress, and every later call throws {@link IllegalStateException}.
 */
final class TorchClipModel implements ClipModel {
    private final Parameters parameters;
    private final PinnedThreads workers;
    private final TorchFeatures features;
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private boolean closed; // guarded by life

    /** Takes over the parameters. */
    TorchClipModel(ClipConfig config, Parameters parameters, int threads) {
        this.parameters = parameters;
        parameters.freeze();
        this.workers = new PinnedThreads(threads);
        this.features = new TorchFeatures(config, parameters, workers);
    }

    @Override
    public ClipConfig config() {
        return features.config();
    }

    @Override
    public float[][] imageFeatures(byte[] pixels, int n) {
        return whileOpen(() -> features.imageFeatures(pixels, n));
    }

    @Override
    public float[][] textFeatures(List<int[]> tokens) {
        return whileOpen(() -> features.textFeatures(tokens));
    }

    @Override
    public double logitScale() {
        return whileOpen(features::logitScale);
    }

    @Override
    public double logitBias() {
        return whileOpen(features::logitBias);
    }

    /** Nobody can close the model meanwhile. */
    private <T> T whileOpen(Supplier<T> work) {
        Lock reading = life.readLock();
        reading.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            return work.get();
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void close() {
        Lock writing = life.writeLock();
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                workers.close();
                parameters.close();
            }
        } finally {
            writing.unlock();
        }
    }
}
