package io.mode4j.clip;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RandomStream;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.Safetensors;
import io.mode4j.format.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Weights and optimiser state of the linear engine. E embedding, P = 3·S·S pixels, V vocabulary: {@code weights} holds image {@code [E, P]}, text
 * {@code [V, E]}, log of the logit scale.
 */
public final class LinearClip {

    final ClipConfig config;
    final float[] weights;
    float[] mean;
    float[] variance;
    long steps;
    boolean closed;

    private LinearClip(ClipConfig config) {
        this.config = config;
        this.weights = new float[size(config)];
        this.mean = new float[weights.length];
        this.variance = new float[weights.length];
    }

    public static LinearClip create(ClipConfig config, long seed) {
        LinearClip clip = new LinearClip(config);
        RandomGenerator random = RandomStream.of(seed, "weights");
        for (int i = 0; i < clip.weights.length - 1; i++) {
            clip.weights[i] = (float) (0.02 * random.nextGaussian());
        }
        clip.weights[clip.weights.length - 1] = (float) config.initLogitScale();
        return clip;
    }

    static LinearClip read(Path folder, boolean withOptimizer) throws IOException {
        LinearClip clip = new LinearClip(ClipConfig.read(folder.resolve("open_clip_config.json")));
        System.arraycopy(floats(folder.resolve("model.safetensors"), "weights", clip.weights.length), 0, clip.weights, 0,
                clip.weights.length);
        if (withOptimizer) {
            Path file = folder.resolve("optimizer.safetensors");
            clip.mean = floats(file, "mean", clip.weights.length);
            clip.variance = floats(file, "variance", clip.weights.length);
            try (SafetensorsFile optimizer = SafetensorsFile.open(file)) {
                clip.steps = optimizer.longs("steps")[0];
            }
        }
        return clip;
    }

    private static float[] floats(Path file, String name, int length) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + " is missing");
        }
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            tensors.verify();
            float[] values = tensors.floats(name);
            if (values.length != length) {
                throw new DamagedException(file, length + " weights", values.length + " weights");
            }
            return values;
        }
    }

    public void save(FileLayer files, Path folder, boolean withOptimizer) throws IOException {
        checkOpen();
        LinkedHashMap<String, Tensor> model = new LinkedHashMap<>();
        model.put("weights", Tensor.of(weights, weights.length));
        Safetensors.write(files, folder.resolve("model.safetensors"), model, Map.of());
        byte[] json = config.toJson().getBytes(StandardCharsets.UTF_8);
        files.write(folder.resolve("open_clip_config.json"), out -> out.write(json));
        if (withOptimizer) {
            LinkedHashMap<String, Tensor> state = new LinkedHashMap<>();
            state.put("mean", Tensor.of(mean, mean.length));
            state.put("variance", Tensor.of(variance, variance.length));
            state.put("steps", Tensor.of(new long[]{steps}));
            Safetensors.write(files, folder.resolve("optimizer.safetensors"), state, Map.of());
        }
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
    }

    double scale() {
        return StrictMath.exp(weights[weights.length - 1]);
    }

    int pixels() {
        return 3 * config.vision().imageSize() * config.vision().imageSize();
    }

    int textAt(int token) {
        return config.embedDim() * (pixels() + token);
    }

    /** What of a pixel the image tower sees. */
    static double input(byte pixel) {
        return (pixel & 0xFF) / 127.5 - 1;
    }

    double[] image(byte[] pixels, int from) {
        double[] out = new double[config.embedDim()];
        int p = pixels();
        for (int e = 0; e < out.length; e++) {
            for (int i = 0; i < p; i++) {
                out[e] += weights[e * p + i] * input(pixels[from + i]);
            }
        }
        return out;
    }

    double[] text(int[] tokens, int from, int to) {
        double[] out = new double[config.embedDim()];
        for (int i = from; i < to && tokens[i] != 0; i++) {
            for (int e = 0; e < out.length; e++) {
                out[e] += weights[textAt(tokens[i]) + e];
            }
        }
        return out;
    }

    void checkTokens(int[] tokens) {
        for (int token : tokens) {
            if (token < 0 || token >= config.text().vocabSize()) {
                throw new IllegalArgumentException("token " + token + " is outside the vocabulary");
            }
        }
    }

    static double norm(double[] x) {
        return Math.sqrt(dot(x, x));
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double[] normalised(double[] x) {
        double norm = norm(x);
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] / norm;
        }
        return out;
    }

    private static int size(ClipConfig config) {
        int side = config.vision().imageSize();
        return config.embedDim() * (3 * side * side + config.text().vocabSize()) + 1;
    }
}
