package io.mode4j.probe;

import io.mode4j.linalg.OpenBlas;
import java.util.Arrays;

/**
 * Several linear classifiers that see the same batches and differ in their weight decay, trained as one wide matrix: each batch is read once, and both of its products are of all
 * classifiers. The step is PyTorch's AdamW on the mean cross entropy; the learning rate follows a cosine from its start to 0. H classifiers, K classes, D dimensions, B pictures a step.
 * Not thread-safe.
 */
final class WideAdamW {

    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final float EPSILON = 1e-8f;

    private final ProbeData data;
    private final double[] decays;
    private final double learningRate;
    private final long steps;
    private final int classes;
    private final int dim;
    private final State weights;
    private final State biases;
    private final float[] rows;
    private final float[] columns;
    private final float[] logits;
    private final float[] transposed;
    private long step;

    /** Parameters {@code [H K, n]}, their gradients, and what AdamW keeps of these. */
    private static final class State {
        final float[] values;
        final float[] gradients;
        final float[] means;
        final float[] squares;

        State(float[] one, int copies) {
            values = new float[one.length * copies];
            for (int h = 0; h < copies; h++) {
                System.arraycopy(one, 0, values, h * one.length, one.length);
            }
            gradients = new float[values.length];
            means = new float[values.length];
            squares = new float[values.length];
        }
    }

    /**
     * Begins.
     *
     * @param decays  weight decay of each classifier {@code [H]}
     * @param initial where all of them begin
     * @param batch   most pictures a step
     * @param steps   of the cosine
     */
    WideAdamW(ProbeData data, double[] decays, LinearHead initial, double learningRate, int batch, long steps) {
        this.data = data;
        this.decays = decays.clone();
        this.learningRate = learningRate;
        this.steps = steps;
        this.classes = initial.classes();
        this.dim = initial.dim();
        this.weights = new State(initial.weights(), decays.length);
        this.biases = new State(initial.bias(), decays.length);
        this.rows = new float[batch * dim];
        this.columns = new float[batch * dim];
        this.logits = new float[batch * wide()];
        this.transposed = new float[batch * wide()];
    }

    private int wide() {
        return decays.length * classes;
    }

    /** A step on the pictures {@code order[from] .. order[to - 1]}. */
    void step(int[] order, int from, int to) {
        int n = to - from;
        for (int i = 0; i < n; i++) {
            float[] row = data.features()[order[from + i]];
            System.arraycopy(row, 0, rows, i * dim, dim);
            for (int d = 0; d < dim; d++) {
                columns[d * n + i] = row[d];
            }
        }
        OpenBlas.products(1, rows, 0, n, weights.values, wide(), dim, logits, wide());
        for (int i = 0; i < n; i++) {
            for (int h = 0; h < decays.length; h++) {
                errors(i, h, data.labels()[order[from + i]], n);
            }
        }
        OpenBlas.products(1, transposed, 0, wide(), columns, dim, n, weights.gradients, dim);
        for (int c = 0; c < wide(); c++) {
            float sum = 0;
            for (int i = 0; i < n; i++) {
                sum += transposed[c * n + i];
            }
            biases.gradients[c] = sum;
        }
        double rate = 0.5 * (1 + Math.cos(Math.PI * step / steps)) * learningRate;
        step++;
        for (int h = 0; h < decays.length; h++) {
            update(weights, h * classes * dim, (h + 1) * classes * dim, rate, decays[h]);
            update(biases, h * classes, (h + 1) * classes, rate, decays[h]);
        }
    }

    /** The gradient of the mean cross entropy by the logits of picture {@code i} under classifier {@code h}, into column {@code i} of {@code [H K, n]}. */
    private void errors(int i, int h, int label, int n) {
        int at = i * wide() + h * classes;
        float most = Float.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            logits[at + k] += biases.values[h * classes + k];
            most = Math.max(most, logits[at + k]);
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            double power = Math.exp(logits[at + k] - (double) most);
            logits[at + k] = (float) power;
            sum += power;
        }
        float scale = (float) (1 / (sum * n));
        for (int k = 0; k < classes; k++) {
            transposed[(h * classes + k) * n + i] = logits[at + k] * scale - (k == label ? 1f / n : 0);
        }
    }

    private void update(State state, int from, int to, double rate, double decay) {
        float kept = (float) (1 - rate * decay);
        float size = (float) (rate / (1 - Math.pow(BETA_1, (double) step)));
        float correction = (float) (1 / Math.sqrt(1 - Math.pow(BETA_2, (double) step)));
        update(state.values, state.gradients, state.means, state.squares, from, to, kept, size, correction);
    }

    // a method of its own: the compiler vectorises this loop
    private static void update(float[] values, float[] gradients, float[] means, float[] squares, int from, int to, float kept, float size,
            float correction) {
        float first = (float) (1 - BETA_1);
        float second = (float) BETA_2;
        float rest = (float) (1 - BETA_2);
        for (int i = from; i < to; i++) {
            float gradient = gradients[i];
            float mean = means[i] + first * (gradient - means[i]);
            float square = second * squares[i] + rest * gradient * gradient;
            means[i] = mean;
            squares[i] = square;
            values[i] = kept * values[i] - size * mean / ((float) Math.sqrt(square) * correction + EPSILON);
        }
    }

    /** Classifier {@code h} as it is now. */
    LinearHead head(int h) {
        return new LinearHead(Arrays.copyOfRange(weights.values, h * classes * dim, (h + 1) * classes * dim),
                Arrays.copyOfRange(biases.values, h * classes, (h + 1) * classes));
    }
}
