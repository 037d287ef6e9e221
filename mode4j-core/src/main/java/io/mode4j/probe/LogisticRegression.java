package io.mode4j.probe;

import io.mode4j.linalg.OpenBlas;
import io.mode4j.work.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * Multinomial logistic regression: the mean cross entropy plus half the decay times the squares of the weights (not of the biases), at its least. scikit-learn's C is
 * {@code 1 / (decay N)}. Computed in float64, by the block. The decays are shared out among threads.
 */
final class LogisticRegression implements ProbeTrainer {

    private static final int BLOCK = 256;
    private static final double TOLERANCE = 1e-7;
    private static final int MOST_STEPS = 1000;

    private final LinearHead initial;
    private final int threads;

    LogisticRegression(LinearHead initial, int threads) {
        this.initial = initial;
        this.threads = threads;
    }

    @Override
    public List<LinearHead> train(ProbeData data, double[] decays) {
        LinearHead[] heads = new LinearHead[decays.length];
        new Workers(Math.min(threads, decays.length)).forEach(decays.length, () -> i -> heads[i] = fit(data, decays[i]));
        return List.of(heads);
    }

    private LinearHead fit(ProbeData data, double decay) {
        Loss loss = new Loss(data, decay, initial.classes());
        double[] start = new double[initial.weights().length + initial.classes()];
        for (int i = 0; i < start.length; i++) {
            start[i] = i < initial.weights().length ? initial.weights()[i] : initial.bias()[i - initial.weights().length];
        }
        double[] least = Lbfgs.minimum(loss, start, TOLERANCE, MOST_STEPS);
        return new LinearHead(floats(least, 0, initial.weights().length), floats(least, initial.weights().length, least.length));
    }

    private static float[] floats(double[] values, int from, int to) {
        float[] floats = new float[to - from];
        for (int i = from; i < to; i++) {
            floats[i - from] = (float) values[i];
        }
        return floats;
    }

    /** Of weights {@code [K, D]} and, behind them, biases {@code [K]}. Not thread-safe. */
    private static final class Loss implements Lbfgs.Objective {
        private final ProbeData data;
        private final double decay;
        private final int classes;
        private final int dim;
        private final double[] rows;
        private final double[] columns;
        private final double[] logits;
        private final double[] errors;

        Loss(ProbeData data, double decay, int classes) {
            this.data = data;
            this.decay = decay;
            this.classes = classes;
            this.dim = data.dim();
            this.rows = new double[BLOCK * dim];
            this.columns = new double[BLOCK * dim];
            this.logits = new double[BLOCK * classes];
            this.errors = new double[BLOCK * classes];
        }

        @Override
        public double at(double[] point, double[] gradient) {
            Arrays.fill(gradient, 0);
            double loss = 0;
            for (int from = 0; from < data.size(); from += BLOCK) {
                loss += block(from, Math.min(data.size(), from + BLOCK), point, gradient);
            }
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] /= data.size();
            }
            double squares = 0;
            for (int i = 0; i < classes * dim; i++) {
                squares += point[i] * point[i];
                gradient[i] += decay * point[i];
            }
            return loss / data.size() + decay / 2 * squares;
        }

        private double block(int from, int to, double[] point, double[] gradient) {
            int n = to - from;
            for (int i = 0; i < n; i++) {
                float[] row = data.features()[from + i];
                for (int d = 0; d < dim; d++) {
                    rows[i * dim + d] = row[d];
                    columns[d * n + i] = row[d];
                }
                System.arraycopy(point, classes * dim, logits, i * classes, classes);
            }
            OpenBlas.addProducts(rows, n, point, classes, dim, logits);
            double loss = 0;
            for (int i = 0; i < n; i++) {
                loss += errors(i, data.labels()[from + i], n, gradient);
            }
            OpenBlas.addProducts(errors, classes, columns, dim, n, gradient);
            return loss;
        }

        /** What the logits of picture {@code i} are wrong by; returns its cross entropy. */
        private double errors(int i, int label, int n, double[] gradient) {
            int at = i * classes;
            double most = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) {
                most = Math.max(most, logits[at + k]);
            }
            double right = logits[at + label] - most;
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                logits[at + k] = Math.exp(logits[at + k] - most);
                sum += logits[at + k];
            }
            for (int k = 0; k < classes; k++) {
                double error = logits[at + k] / sum - (k == label ? 1 : 0);
                errors[k * n + i] = error;
                gradient[classes * dim + k] += error;
            }
            return Math.log(sum) - right;
        }
    }
}
