package io.mode4j.clip;

/**
 * AdamW as CLIP is trained with it: decoupled weight decay on matrices and embeddings, none on gains, biases and the logit scale.
 *
 * @param learningRate
 *            peak of the schedule; {@link ClipTrainer#step} is given the rate of each step
 * @param weightDecay
 *            decoupled: a step takes {@code rate * weightDecay * w} off a decayed weight w
 * @param maxLogitScale
 *            the logit scale (not its logarithm) is clamped to [1, this] after each step, 100 in CLIP
 */
public record OptimizerConfig(double learningRate, double beta1, double beta2, double epsilon, double weightDecay,
        double maxLogitScale) {

    /** Checks that every value is in its range. */
    public OptimizerConfig {
        check("learning rate", learningRate, learningRate > 0);
        check("beta1", beta1, beta1 >= 0 && beta1 < 1);
        check("beta2", beta2, beta2 >= 0 && beta2 < 1);
        check("epsilon", epsilon, epsilon > 0);
        check("weight decay", weightDecay, weightDecay >= 0);
        check("maximal logit scale", maxLogitScale, maxLogitScale >= 1);
    }

    /** CLIP's betas 0.9 and 0.98, epsilon 1e-6 and clamp 100 with the given peak rate and weight decay. */
    public static OptimizerConfig of(double learningRate, double weightDecay) {
        return new OptimizerConfig(learningRate, 0.9, 0.98, 1e-6, weightDecay, 100);
    }

    private static void check(String name, double value, boolean inRange) {
        if (!inRange || !Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is out of range: " + value);
        }
    }
}
