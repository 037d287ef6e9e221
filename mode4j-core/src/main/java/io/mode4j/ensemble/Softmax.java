package io.mode4j.ensemble;

import java.util.Arrays;

/** Softmax that does not overflow: the largest logit is subtracted first. */
final class Softmax {

    private Softmax() {}

    static double[] of(double[] logits) {
        double max = Arrays.stream(logits).max().orElseThrow();
        double[] weights = new double[logits.length];
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            weights[c] = Math.exp(logits[c] - max);
            sum += weights[c];
        }
        for (int c = 0; c < logits.length; c++) {
            weights[c] /= sum;
        }
        return weights;
    }

    static void checkTemperature(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s must be above 0 and finite, found %s".formatted(name, value));
        }
    }
}
