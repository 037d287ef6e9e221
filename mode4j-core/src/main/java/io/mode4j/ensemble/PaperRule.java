package io.mode4j.ensemble;

import io.mode4j.linalg.Softmax;

/**
 * The paper's rule (equations 4 and 5): {@code A_l = exp(-d_l^2 / lambda)} for the nearest of all fine centres, {@code p(c) ∝ exp(sum of A_l over the texts whose
 * nearest centre is one of c's)}. With thousands of texts the sums lie far apart and one expert takes all.
 *
 * @param lambda the temperature, above 0
 */
public record PaperRule(double lambda) implements RoutingRule {

    /** The paper's temperature, 0.2. */
    public PaperRule() {
        this(0.2);
    }

    /** Checks the temperature. */
    public PaperRule {
        Softmax.checkTemperature("lambda", lambda);
    }

    @Override
    public String name() {
        return "paper";
    }

    @Override
    public double[] weights(TextDistances distances) {
        ExpertSums scores = new ExpertSums(distances.experts());
        for (int l = 0; l < distances.texts(); l++) {
            int c = distances.nearestExpert(l);
            scores.add(c, Math.exp(-distances.squared()[l][c] / lambda));
        }
        return Softmax.of(scores.values());
    }
}
