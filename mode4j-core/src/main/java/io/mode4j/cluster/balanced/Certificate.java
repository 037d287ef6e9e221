package io.mode4j.cluster.balanced;

/**
 * Proof of how good a balanced assignment is for its centres: no assignment with sizes within the same limits costs less than {@code lowerBound}.
 *
 * @param objective what the assignment costs, the sum of squared distances
 * @param lowerBound the dual's value at the final prices
 * @param resolution the difference of the two that the rounding of float32 costs can make: a millionth of the centres' mean squared length a point
 */
public record Certificate(double objective, double lowerBound, double resolution) {
    /**
     * The duality gap as a share of the objective: the assignment costs at most {@code 1 / (1 - gap)} times the optimum. 0 where the difference is within the resolution, as it
     * is where points lie on their centres and cost nothing.
     */
    public double gap() {
        double difference = objective - lowerBound;
        return difference <= resolution || objective <= 0 ? 0 : difference / objective;
    }
}
