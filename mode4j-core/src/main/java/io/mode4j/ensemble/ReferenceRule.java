package io.mode4j.ensemble;

import io.mode4j.linalg.Softmax;

/**
 * The rule of the published reference code: unsquared distances, shifted and stretched by the number of texts L;
 * {@code score(c) = sum of exp((add - d_l) * mul) over the texts whose nearest centre is one of c's}, {@code add = exp(0.5 - sqrt(L))} below 10 texts and 0 from
 * there on, {@code mul = 5 log10(max(10, L - 200))}; weights are softmax(score / 8).
 */
public record ReferenceRule() implements RoutingRule {

    private static final double TEMPERATURE = 8;

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public double[] weights(TextDistances distances) {
        int texts = distances.texts();
        double add = texts < 10 ? Math.exp(0.5 - Math.sqrt(texts)) : 0;
        double mul = 5 * Math.log10(Math.max(10, texts - 200));
        ExpertSums scores = new ExpertSums(distances.experts());
        for (int l = 0; l < texts; l++) {
            int c = distances.nearestExpert(l);
            scores.add(c, Math.exp((add - Math.sqrt(distances.squared()[l][c])) * mul) / TEMPERATURE);
        }
        return Softmax.of(scores.values());
    }
}
