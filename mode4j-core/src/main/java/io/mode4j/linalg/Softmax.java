package io.mode4j.linalg;

import java.util.Arrays;

/** Softmax that does not overflow: the largest logit is subtracted first. Stateless. */
public final class Softmax {

    private Softmax() {}

    /** The powers of e by the logits, at least one, divided by their sum. */
    public static double[] of(double[] logits) {
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

    /**
     * Checks what logits are divided by.
     *
     * @param name of the option
     * @throws IllegalArgumentException if it is not a positive number
     */
    public static void checkTemperature(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s must be above 0 and finite, found %s".formatted(name, value));
        }
    }
}
