package io.mode4j.cluster.balanced;

/**
 * How balanced a fit is, and how near to the optimum its assignments are.
 *
 * @param slack share by which a size may differ from N / K; 0 lets sizes differ by at most one, infinity lets them be whatever they become
 * @param maxGap largest duality gap of an assignment, as a share of its cost; 0 asks for optimal assignments
 */
public record Balance(double slack, double maxGap) {
    /** Sizes that differ by at most one, a gap of at most 0.1 %. */
    public static final Balance STRICT = new Balance(0, 0.001);

    /** No balance at all: plain k-means. */
    public static final Balance NONE = new Balance(Double.POSITIVE_INFINITY, 0);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative or no number, or the gap is infinite
     */
    public Balance {
        if (!(slack >= 0 && maxGap >= 0 && Double.isFinite(maxGap))) {
            throw new IllegalArgumentException("slack and maxGap must be at least 0 and the gap finite, found " + slack + " and " + maxGap);
        }
    }

    /** Whether sizes are free. */
    public boolean none() {
        return Double.isInfinite(slack);
    }
}
