package io.mode4j.cluster.balanced;

import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.UnfitPointsException;
import java.util.Arrays;

/**
 * How many points a cluster may hold: {@code lo .. hi} for each of K clusters of N points.
 *
 * @param points N
 * @param clusters K
 * @param lo fewest points of a cluster
 * @param hi most points of a cluster
 */
public record Capacity(int points, int clusters, int lo, int hi) {
    /** Sizes within {@code slack} of N / K, rounded outwards: a slack of 0 lets them differ by at most one. */
    public static Capacity of(int points, int clusters, double slack) {
        check(points, clusters);
        int floor = points / clusters;
        int lo = (int) Math.floor(floor * (1 - Math.min(1, slack)));
        double most = Math.ceil(Math.ceilDiv(points, clusters) * (1 + slack));
        return new Capacity(points, clusters, lo, (int) Math.min(points, most));
    }

    /**
     * Checks that no cluster must stay empty.
     *
     * @throws IllegalArgumentException if there are more clusters than points
     */
    public static void check(int points, int clusters) {
        if (clusters > points) {
            throw new UnfitPointsException(
                    clusters + " clusters need at least as many points, found " + points + "; ask for fewer clusters or a larger sample");
        }
    }

    /** The same limits for a sample of the points. */
    Capacity ofSample(int count) {
        return new Capacity(count, clusters, (int) ((long) lo * count / points), (int) Math.ceilDiv((long) hi * count, (long) points));
    }

    /** How far sizes may differ. */
    int width() {
        return hi - lo;
    }

    /** Points left when every cluster holds its fewest. */
    int rest() {
        return points - clusters * lo;
    }

    /** True when sizes may differ by one at most, the default. */
    boolean strict() {
        return width() <= 1;
    }

    /** The most that sizes within these limits can cost at the given prices: {@code max sum_k price_k n_k} with {@code sum n_k = N}. */
    double dearest(double[] prices) {
        double[] sorted = Arrays.copyOf(prices, clusters);
        Arrays.sort(sorted);
        double sum = 0;
        int left = rest();
        for (int k = clusters - 1; k >= 0; k--) {
            int extra = Math.min(left, width());
            sum += sorted[k] * (lo + extra);
            left -= extra;
        }
        return sum;
    }
}
