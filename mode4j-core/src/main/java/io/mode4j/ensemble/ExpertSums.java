package io.mode4j.ensemble;

/** A sum per expert, compensated (Neumaier) so that the order of the texts moves it by less than a unit in the last place or two. Not thread-safe. */
final class ExpertSums {

    private final double[] sums;
    private final double[] lost;

    ExpertSums(int experts) {
        sums = new double[experts];
        lost = new double[experts];
    }

    void add(int expert, double value) {
        double sum = sums[expert] + value;
        lost[expert] += Math.abs(sums[expert]) >= Math.abs(value) ? sums[expert] - sum + value : value - sum + sums[expert];
        sums[expert] = sum;
    }

    double[] values() {
        double[] values = new double[sums.length];
        for (int c = 0; c < values.length; c++) {
            values[c] = sums[c] + lost[c];
        }
        return values;
    }
}
