package io.mode4j.torch;

import io.mode4j.artifact.RandomStream;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.clip.SoftTargets;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A model small enough for thousands of steps, and batches for it. */
final class TinyClip {
    static final ClipConfig CONFIG = ClipConfig.of(8, new ClipConfig.Vision(16, 8, 16, 2, 8, 4), new ClipConfig.Text(8, 50, 16, 2, 2),
            false);
    static final OptimizerConfig OPTIMIZER = OptimizerConfig.of(1e-3, 0.1);

    private TinyClip() {}

    static TorchClipEngine engine() {
        return engine("cpu");
    }

    static TorchClipEngine engine(String device) {
        return TorchClipEngine.open(new TorchOptions(device, "fp32", 2));
    }

    /** A batch with teachers of 5 numbers a vector. */
    static ClipBatch taught(int n, long seed, double weight) {
        RandomGenerator random = RandomStream.of(seed, "teachers");
        float[] vectors = new float[n * 2 * 5];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = (float) random.nextGaussian();
        }
        return taught(batch(n, seed), new SoftTargets(vectors, 5, weight));
    }

    static ClipBatch taught(ClipBatch batch, SoftTargets targets) {
        return new ClipBatch(batch.size(), batch.pixels(), batch.tokens(), batch.length(), batch.captionIds(), batch.share(), targets,
                null);
    }

    static ClipBatch batch(int n, long seed) {
        RandomGenerator random = RandomStream.of(seed, "tiny");
        byte[] pixels = new byte[n * 3 * 16 * 16];
        random.nextBytes(pixels);
        int length = 3 + random.nextInt(6);
        int[] tokens = new int[n * length];
        for (int i = 0; i < n; i++) {
            int end = 2 + random.nextInt(length - 2);
            tokens[i * length] = 48;
            for (int j = 1; j < end; j++) {
                tokens[i * length + j] = 1 + random.nextInt(47);
            }
            tokens[i * length + end] = 49;
        }
        return new ClipBatch(n, pixels, tokens, length, IntStream.range(0, n).toArray());
    }
}
