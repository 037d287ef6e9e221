package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.points.Distance;

/**
 * What a k-means fit is to do. The same options and points give the same bytes for any number of threads.
 *
 * @param clusters K
 * @param iterations most assignments to make; at least 1
 * @param tolerance a fit stops when an iteration lowers the objective by less than this share of it
 * @param distance what the objective sums: squared Euclidean distances, or cosine distances
 * @param init how the first centres are chosen
 * @param restarts fits to make from different first centres; the one with the least objective is kept
 * @param seed of all random choices
 * @param threads to work on
 */
public record KMeansOptions(int clusters, int iterations, double tolerance, Distance distance, Init init, int restarts, long seed,
        int threads) {
    /** How the first centres are chosen. */
    public enum Init {
        /** Greedy k-means++ on a sample of the points. */
        PLUS_PLUS,
        /** Distinct points at random. */
        RANDOM
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public KMeansOptions {
        if (clusters < 1 || iterations < 1 || restarts < 1 || threads < 1) {
            throw new IllegalArgumentException("clusters, iterations, restarts and threads must be at least 1, found " + clusters + ", "
                    + iterations + ", " + restarts + ", "
                    + threads);
        }
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("tolerance must be in [0, 1), found " + tolerance);
        }
    }

    /** Euclidean, k-means++, at most 20 iterations, tolerance 1e-4, one start, all processors. */
    public static KMeansOptions of(int clusters, long seed) {
        return new KMeansOptions(clusters, 20, 1e-4, Distance.EUCLIDEAN, Init.PLUS_PLUS, 1, seed,
                Runtime.getRuntime().availableProcessors());
    }

    /** The same with another limit of iterations. */
    public KMeansOptions withIterations(int most) {
        return new KMeansOptions(clusters, most, tolerance, distance, init, restarts, seed, threads);
    }

    /** The same with another distance. */
    public KMeansOptions withDistance(Distance other) {
        return new KMeansOptions(clusters, iterations, tolerance, other, init, restarts, seed, threads);
    }

    /** The same with another choice of first centres and number of starts. */
    public KMeansOptions withStarts(Init how, int many) {
        return new KMeansOptions(clusters, iterations, tolerance, distance, how, many, seed, threads);
    }

    /** The same on another number of threads. */
    public KMeansOptions withThreads(int many) {
        return new KMeansOptions(clusters, iterations, tolerance, distance, init, restarts, seed, many);
    }

    /** The same with another tolerance. */
    public KMeansOptions withTolerance(double share) {
        return new KMeansOptions(clusters, iterations, share, distance, init, restarts, seed, threads);
    }
}
