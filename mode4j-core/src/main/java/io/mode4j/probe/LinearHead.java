package io.mode4j.probe;

import io.mode4j.artifact.RandomStream;
import io.mode4j.linalg.OpenBlas;
import io.mode4j.task.Scores;
import java.util.random.RandomGenerator;

/**
 * A linear classifier: logits are {@code W x + b}. The arrays are shared, not copied: nobody changes them.
 *
 * @param weights {@code [K, D]}, row major
 * @param bias    {@code [K]}
 */
@SuppressWarnings("ArrayRecordComponent") // matrices, shared on purpose; nobody compares these
public record LinearHead(float[] weights, float[] bias) {

    private static final int BLOCK = 256;

    /** At least one class, and whole rows. */
    public LinearHead {
        if (bias.length == 0 || weights.length == 0 || weights.length % bias.length != 0) {
            throw new IllegalArgumentException("%d weights for %d classes".formatted(weights.length, bias.length));
        }
    }

    /** Numbers as PyTorch's linear layers begin with: evenly from {@code -1/sqrt(D)} to {@code 1/sqrt(D)}. */
    static LinearHead random(int classes, int dim, long seed) {
        RandomGenerator random = RandomStream.of(seed, "probe weights");
        return new LinearHead(uniform(random, classes * dim, dim), uniform(random, classes, dim));
    }

    private static float[] uniform(RandomGenerator random, int count, int dim) {
        float[] values = new float[count];
        double bound = 1 / Math.sqrt(dim);
        for (int i = 0; i < count; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    /**
     * The zero-shot classifier: its logits are the scaled similarities.
     *
     * @param texts      {@code [K, D]} unit vectors of the classes
     * @param logitScale their factor
     */
    public static LinearHead zeroShot(float[][] texts, double logitScale) {
        int dim = texts[0].length;
        float[] weights = new float[texts.length * dim];
        for (int k = 0; k < texts.length; k++) {
            for (int d = 0; d < dim; d++) {
                weights[k * dim + d] = (float) (logitScale * texts[k][d]);
            }
        }
        return new LinearHead(weights, new float[texts.length]);
    }

    /** K. */
    public int classes() {
        return bias.length;
    }

    /** D. */
    public int dim() {
        return weights.length / bias.length;
    }

    /** Logits {@code [N, K]} of features {@code [N, D]}, computed by the block as rows are asked for. */
    public Scores scores(float[][] features) {
        return new Logits(features);
    }

    /** Not thread-safe. */
    private final class Logits implements Scores {
        private final float[][] features;
        private final float[] rows = new float[BLOCK * dim()];
        private final float[] block = new float[BLOCK * classes()];
        private int from;
        private int to;

        Logits(float[][] features) {
            this.features = features;
        }

        @Override
        public int rows() {
            return features.length;
        }

        @Override
        public int columns() {
            return classes();
        }

        @Override
        public void row(int r, double[] into) {
            if (r < from || r >= to) {
                compute(r);
            }
            for (int k = 0; k < classes(); k++) {
                into[k] = block[(r - from) * classes() + k] + (double) bias[k];
            }
        }

        private void compute(int first) {
            from = first;
            to = Math.min(features.length, first + BLOCK);
            for (int r = from; r < to; r++) {
                System.arraycopy(features[r], 0, rows, (r - from) * dim(), dim());
            }
            OpenBlas.products(1, rows, 0, to - from, weights, classes(), dim(), block, classes());
        }
    }
}
