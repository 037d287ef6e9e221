package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.balanced.Capacity;
import io.mode4j.cluster.balanced.FitWatcher;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.Points;
import io.mode4j.work.Workers;

/**
 * Balanced k-means: clusters of equal size, whatever N and K are.
 *
 * {@snippet :
 * Fit fit = BalancedKMeans.fit(Points.of(values, 384), KMeansOptions.of(64, 0));
 * double gap = fit.certificate().orElseThrow().gap(); // at most 0.001
 * }
 *
 * <p>Each iteration solves the assignment as a transportation problem, see docs/clustering.md. Stateless and safe for use by several threads.
 */
public final class BalancedKMeans {
    private BalancedKMeans() {}

    /** Fits with sizes that differ by at most one. */
    public static Fit fit(Points points, KMeansOptions options) {
        return fit(points, options, Balance.STRICT);
    }

    /**
     * Fits with the given balance.
     *
     * @throws IllegalArgumentException if there are more clusters than points, or a point holds NaN or an infinity
     */
    public static Fit fit(Points points, KMeansOptions options, Balance balance) {
        return fit(points, options, balance, _ -> {});
    }

    /** Fits with the given balance and tells {@code watcher} the objective after each iteration. */
    public static Fit fit(Points points, KMeansOptions options, Balance balance, FitWatcher watcher) {
        Capacity capacity = Capacity.of(points.size(), options.clusters(), balance.slack());
        Piles piles = piles(points, options);
        return Lloyd.best(points, options, watcher, first -> new BalancedStep(piles, capacity, options, balance, first, watcher));
    }

    /** Fits from given first centres; the options' number of clusters, seed and starts do not matter. */
    public static Fit fit(Points points, Centers first, KMeansOptions options, Balance balance) {
        Capacity capacity = Capacity.of(points.size(), first.count(), balance.slack());
        return new Lloyd(points, options, _ -> {}).run(first,
                new BalancedStep(piles(points, options), capacity, options, balance, first, _ -> {}));
    }

    private static Piles piles(Points points, KMeansOptions options) {
        return Piles.of(points, options.distance(), new Workers(options.threads()));
    }

    /** Assigns points to given centres once, balanced. */
    public static Fit assign(Points points, Centers centers, KMeansOptions options, Balance balance) {
        return fit(points, centers, options.withIterations(1), balance);
    }
}
