package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.balanced.BalancedAssignment;
import io.mode4j.cluster.balanced.Capacity;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.work.Workers;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Centres and what a place at each costs, between two passes of {@link StreamingFit}. Not changed once made.
 *
 * @param centers K centres
 * @param prices {@code [K]}, in squared distance; all 0 without balance
 * @param window how near to each other a point's first and second choice must be for the point to count as an edge
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of numbers, shared on purpose; nobody compares these
public record PricedCenters(Centers centers, double[] prices, double window) implements Serializable {
    private static final double DAMPING = 0.7;
    private static final double NARROW = 0.25; // window as a share of the mean margin: wide enough to count many points, narrow enough to be an edge

    /** Centres at the prices that balance a sample of the points. */
    public static PricedCenters of(Points sample, Centers fitted, Balance balance, KMeansOptions options) {
        double[] prices = new double[fitted.count()];
        if (!balance.none()) {
            Capacity capacity = Capacity.of(sample.size(), fitted.count(), balance.slack());
            ShiftedCenters shifted = new ShiftedCenters(fitted, options.distance());
            Workers workers = new Workers(options.threads());
            Piles piles = Piles.of(sample, options.distance(), workers);
            prices = new BalancedAssignment(piles, capacity, workers, shifted, _ -> {}).assign(shifted, balance.maxGap()).prices();
        }
        PassStatistics pass = new PassReader(new PricedCenters(fitted, prices, 0), options.distance()).read(sample, 0,
                Math.min(sample.size(), 8 * PointBlock.SIZE));
        return new PricedCenters(fitted, prices, NARROW * pass.meanMargin());
    }

    /** Where a pass over all points brings them: centres to the means of their points, prices up where there were too many and down where too few. */
    public PricedCenters after(PassStatistics pass, Balance balance, Distance distance) {
        double[] next = prices.clone();
        if (!balance.none() && window > 0) {
            long points = Arrays.stream(pass.sums().counts()).sum();
            double equal = (double) points / next.length;
            for (int k = 0; k < next.length; k++) {
                double size = (double) pass.sums().counts()[k];
                double wanted = Math.clamp(size, equal * (1 - Math.min(1, balance.slack())), equal * (1 + balance.slack()));
                next[k] += Math.clamp(DAMPING * (size - wanted) / pass.slope(k, window), -2 * window, 2 * window);
            }
        }
        return new PricedCenters(pass.sums().means(centers, distance), next, NARROW * pass.meanMargin());
    }
}
