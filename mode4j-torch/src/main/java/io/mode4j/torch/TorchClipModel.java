package io.mode4j.torch;

import io.mode4j.torch.memory.NativeScope;
import io.mode4j.train.ClipConfig;
import io.mode4j.train.ClipModel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A loaded CLIP. Works through its input in chunks, so that memory does not grow with it. Thread-safe: {@link #close} waits for the calls in
 * progress, and every later call throws {@link IllegalStateException}.
 */
final class TorchClipModel implements ClipModel {
    private static final int CHUNK = 128;

    private final ClipConfig config;
    private final Parameters parameters;
    private final ClipNetwork network;
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private boolean closed; // guarded by life

    /** Takes over the parameters. */
    TorchClipModel(ClipConfig config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
        this.network = new ClipNetwork(config, parameters);
    }

    @Override
    public ClipConfig config() {
        return config;
    }

    @Override
    public float[][] imageFeatures(byte[] pixels, int n) {
        int side = config.vision().imageSize();
        int image = 3 * side * side;
        if (n < 0 || pixels.length != (long) n * image) {
            throw new IllegalArgumentException(
                    "expected pixels [" + n + ", 3, " + side + ", " + side + "], found " + pixels.length + " bytes");
        }
        requireOpen();
        float[][] features = new float[n][];
        for (int from = 0; from < n; from += CHUNK) {
            int first = from;
            int count = Math.min(CHUNK, n - from);
            place(features, from, count,
                    () -> network
                            .image(Tensors.ofBytes(pixels, Math.multiplyExact(first, image), parameters.device(), count, 3, side, side)));
        }
        return features;
    }

    @Override
    public float[][] textFeatures(List<int[]> tokens) {
        Texts.of(tokens, config.text()); // a bad text anywhere fails the call before any work
        requireOpen();
        float[][] features = new float[tokens.size()][];
        for (int from = 0; from < features.length; from += CHUNK) {
            List<int[]> chunk = tokens.subList(from, Math.min(from + CHUNK, features.length));
            place(features, from, chunk.size(), () -> network.text(Texts.of(chunk, config.text())));
        }
        return features;
    }

    private void place(float[][] features, int from, int count, Supplier<Tensor> rows) {
        int dim = config.embedDim();
        float[] values = whileOpen(() -> Tensors.toFloats(ContrastiveLoss.normalised(rows.get())));
        for (int i = 0; i < count; i++) {
            features[from + i] = Arrays.copyOfRange(values, i * dim, (i + 1) * dim);
        }
    }

    @Override
    public double logitScale() {
        return whileOpen(() -> Math.exp(parameters.value(ClipParameters.LOGIT_SCALE).item().toDouble()));
    }

    private void requireOpen() {
        whileOpen(() -> closed);
    }

    /** Runs in a native scope of its own and without gradients; nobody can close the model meanwhile. */
    private <T> T whileOpen(Supplier<T> work) {
        Lock reading = life.readLock();
        reading.lock();
        try (NativeScope _ = NativeScope.open(); NoGradGuard _ = new NoGradGuard()) {
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
                parameters.close();
            }
        } finally {
            writing.unlock();
        }
    }
}
