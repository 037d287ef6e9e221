package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.balanced.Capacity;
import io.mode4j.cluster.balanced.FitWatcher;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Points;

/**
 * Plain k-means (Lloyd's algorithm with exact nearest centres). Stateless and safe for use by several threads.
 *
 * <p>A centre that loses all its points moves to the point that is farthest from its own centre; several such centres to the farthest points in
 * turn, ties by the lower index.
 */
public final class KMeans {
    private KMeans() {}

    /**
     * Fits without any limit on sizes.
     *
     * @throws IllegalArgumentException if there are more clusters than distinct points, or a point holds NaN or an infinity
     */
    public static Fit fit(Points points, KMeansOptions options) {
        return fit(points, options, _ -> {});
    }

    /** Fits without any limit on sizes and tells {@code watcher} the objective after each iteration. */
    public static Fit fit(Points points, KMeansOptions options, FitWatcher watcher) {
        Capacity.check(points.size(), options.clusters());
        return Lloyd.best(points, options, watcher, _ -> new NearestStep(points, options));
    }

    /** Fits from given first centres; the options' number of clusters, seed and starts do not matter. */
    public static Fit fit(Points points, Centers first, KMeansOptions options) {
        Capacity.check(points.size(), first.count());
        return new Lloyd(points, options, _ -> {}).run(first, new NearestStep(points, options));
    }
}
