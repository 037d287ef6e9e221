package io.mode4j.ensemble;

/**
 * Ours, not in the paper: each text asks the expert that has the fine centre nearest to it, and no other; between equals the first. What is summed of a picture's answers are
 * probabilities, as by the {@link PerTextRule}, of which this is the limit for low temperatures. A new expert changes nothing for texts that are nearer to centres of before, and a
 * query of one text costs one expert.
 */
public record HardRule() implements RoutingRule {

    @Override
    public String name() {
        return "hard";
    }

    @Override
    public boolean weighsEachText() {
        return true;
    }

    /** The shares of the texts. */
    @Override
    public double[] weights(TextDistances distances) {
        double[] shares = new double[distances.experts()];
        for (int l = 0; l < distances.texts(); l++) {
            shares[distances.nearestExpert(l)]++;
        }
        for (int c = 0; c < shares.length; c++) {
            shares[c] /= distances.texts();
        }
        return shares;
    }
}
