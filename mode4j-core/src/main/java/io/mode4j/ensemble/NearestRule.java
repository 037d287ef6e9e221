package io.mode4j.ensemble;

import io.mode4j.linalg.Softmax;

/**
 * Ours, not in the paper: each text weights the experts by {@code softmax over c of (-d_lc^2 / tau)}, and the task's weights are the mean over its texts. Every
 * text counts as much as any other, so that many texts do not push the weights to one expert.
 *
 * @param tau the temperature, above 0
 */
public record NearestRule(double tau) implements RoutingRule {

    /** Temperature 0.1. */
    public NearestRule() {
        this(0.1);
    }

    /** Checks the temperature. */
    public NearestRule {
        Softmax.checkTemperature("tau", tau);
    }

    @Override
    public String name() {
        return "nearest";
    }

    @Override
    public double[] weights(TextDistances distances) {
        ExpertSums sums = new ExpertSums(distances.experts());
        for (double[] squared : distances.squared()) {
            double[] logits = new double[squared.length];
            for (int c = 0; c < squared.length; c++) {
                logits[c] = -squared[c] / tau;
            }
            double[] weights = Softmax.of(logits);
            for (int c = 0; c < weights.length; c++) {
                sums.add(c, weights[c] / distances.texts());
            }
        }
        return sums.values();
    }
}
