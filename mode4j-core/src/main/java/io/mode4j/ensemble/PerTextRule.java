package io.mode4j.ensemble;

import io.mode4j.linalg.Softmax;

/**
 * Ours, not in the paper: each text weighs the experts by itself, as a task of its own by the {@link NearestRule}, and what is summed of a picture's answers are not the experts'
 * logits but their probabilities over the texts ({@link Votes}): {@code p(l) ∝ sum over c of w_lc p_c(l)}. A text's query for pictures is weighed as by the nearest rule.
 *
 * @param tau the temperature, above 0
 */
public record PerTextRule(double tau) implements RoutingRule {

    /** Temperature 0.1. */
    public PerTextRule() {
        this(0.1);
    }

    /** Checks the temperature. */
    public PerTextRule {
        Softmax.checkTemperature("tau", tau);
    }

    @Override
    public String name() {
        return "per-text";
    }

    @Override
    public boolean weighsEachText() {
        return true;
    }

    /** The mean over the texts. */
    @Override
    public double[] weights(TextDistances distances) {
        return new NearestRule(tau).weights(distances);
    }
}
