package io.mode4j.cluster;

/**
 * Proof of how good a balanced assignment is for its centres: no assignment with sizes within the same limits costs less than {@code lowerBound}.
 *
 * @param objective what the assignment costs, the sum of squared distances
 * @param lowerBound the dual's value at the final prices
 */
public record Certificate(double objective, double lowerBound) {
    /** The duality gap as a share of the objective: the assignment costs at most {@code 1 / (1 - gap)} times the optimum. 0 when both are 0. */
    public double gap() {
        return objective <= 0 ? 0 : Math.max(0, (objective - lowerBound) / objective);
    }
}
