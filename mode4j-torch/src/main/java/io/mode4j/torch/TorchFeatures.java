package io.mode4j.torch;

import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipFeatures;
import io.mode4j.clip.ClipParameters;
import io.mode4j.torch.memory.NativeScope;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Features by the present values of some parameters. Works through its input in chunks, so that memory does not grow with it. As thread-safe as reading the
 * parameters; owns nothing.
 */
final class TorchFeatures implements ClipFeatures {
    private static final int CHUNK = 128;
    private static final int CUDA_IMAGES = 512;
    private static final int CUDA_TEXTS = 1024; // an image has three to sixteen times the tokens

    private final ClipConfig config;
    private final Parameters parameters;
    private final ClipNetwork network;
    private final PinnedThreads workers;

    TorchFeatures(ClipConfig config, Parameters parameters, PinnedThreads workers) {
        this.config = config;
        this.parameters = parameters;
        this.network = new ClipNetwork(config, parameters);
        this.workers = workers;
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
        int size = chunk(n, CUDA_IMAGES);
        return features(IntStream.rangeClosed(0, Math.ceilDiv(n, size)).map(i -> Math.min(n, i * size)).toArray(), (from, count) -> network
                .image(Tensors.ofBytes(pixels, Math.multiplyExact(from, image), parameters.device(), count, 3, side, side)));
    }

    @Override
    public float[][] textFeatures(List<int[]> tokens) {
        int[] lengths = Texts.of(tokens, config.text()).lengths(); // a bad text anywhere fails the call before any work
        LengthOrder order = LengthOrder.of(lengths);
        List<int[]> sorted = Arrays.stream(order.indices()).mapToObj(tokens::get).toList();
        return order.restored(features(order.cuts(Math.ceilDiv(lengths.length, chunk(lengths.length, CUDA_TEXTS))),
                (from, count) -> network.text(Texts.of(sorted.subList(from, from + count), config.text()))));
    }

    /** Computes [count, E] of an input's elements from one on. */
    private interface Chunk {
        Tensor compute(int from, int count);
    }

    /** Chunk i is from cut i to cut i + 1. */
    private float[][] features(int[] cuts, Chunk chunk) {
        float[][] features = new float[cuts[cuts.length - 1]][];
        workers.run(cuts.length - 1, i -> {
            int from = cuts[i];
            int count = cuts[i + 1] - from;
            try (NativeScope _ = NativeScope.open(); NoGradGuard _ = new NoGradGuard()) {
                place(features, from, count, Tensors.toFloats(ContrastiveLoss.normalised(chunk.compute(from, count))));
            }
        });
        return features;
    }

    /** {@return how many are computed at once: a GPU is best filled by many, cores share them} */
    private int chunk(int n, int onCuda) {
        return parameters.device().isCuda() ? onCuda : Math.clamp(Math.ceilDiv(n, workers.count()), 1, CHUNK);
    }

    private void place(float[][] features, int from, int count, float[] values) {
        int dim = config.embedDim();
        for (int i = 0; i < count; i++) {
            features[from + i] = Arrays.copyOfRange(values, i * dim, (i + 1) * dim);
        }
    }

    @Override
    public double logitScale() {
        return Math.exp(scalar(ClipParameters.LOGIT_SCALE));
    }

    @Override
    public double logitBias() {
        return config.initLogitBias() == null ? 0 : scalar(ClipParameters.LOGIT_BIAS);
    }

    private double scalar(String name) {
        try (NativeScope _ = NativeScope.open()) {
            return parameters.value(name).item().toDouble();
        }
    }
}
