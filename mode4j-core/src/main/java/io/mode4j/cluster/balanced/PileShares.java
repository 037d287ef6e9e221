package io.mode4j.cluster.balanced;

import java.util.Arrays;

/**
 * How the copies of one point are shared out among its candidates while prices are sought: a softmax of the negative values (cost plus price), so that copies go over little by
 * little as prices move, and not all at once. Between two candidates that are alike they go over as fast as that many points which are spread evenly over twice the temperature on
 * either side.
 */
final class PileShares {
    private static final double NOTHING = 1e-6;

    private final int[] centers; // [C] those that have a share
    private final double[] copies; // [C] that each has
    private final double total;
    private final double temperature;

    /** Shares at these prices of a point of these lists. */
    PileShares(Candidates candidates, double[] prices, int point, double temperature) {
        int from = candidates.from(point);
        double[] values = candidates.values(point, prices);
        int length = values.length;
        double least = Arrays.stream(values).min().orElseThrow();
        int[] some = new int[length];
        double[] shares = new double[length];
        int count = 0;
        double sum = 0;
        for (int e = 0; e < length; e++) {
            double share = Math.exp((least - values[e]) / temperature);
            if (share > NOTHING) {
                some[count] = candidates.center(from + e);
                shares[count++] = share;
                sum += share;
            }
        }
        this.temperature = temperature;
        this.total = candidates.piles().copies(point);
        this.centers = Arrays.copyOf(some, count);
        this.copies = Arrays.copyOf(shares, count);
        for (int c = 0; c < count; c++) {
            copies[c] *= total / sum;
        }
    }

    /** Adds the copies to the sizes of their centres, {@code [K]}. */
    void addTo(double[] sizes) {
        for (int c = 0; c < centers.length; c++) {
            sizes[centers[c]] += copies[c];
        }
    }

    /** Adds how fast each size falls as the centre's own price rises, {@code [K]}. */
    void addSlopes(double[] slopes) {
        for (int c = 0; c < centers.length; c++) {
            slopes[centers[c]] += copies[c] * (1 - copies[c] / total) / temperature;
        }
    }

    /** Adds by how much sizes fall, to first order, when prices move, both {@code [K]}. */
    void addFlow(double[] moves, double[] flow) {
        double mean = 0;
        for (int c = 0; c < centers.length; c++) {
            mean += copies[c] * moves[centers[c]];
        }
        mean /= total;
        for (int c = 0; c < centers.length; c++) {
            flow[centers[c]] += copies[c] * (moves[centers[c]] - mean) / temperature;
        }
    }
}
