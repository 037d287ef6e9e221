package io.mode4j.cluster.points;

import io.mode4j.linalg.Vectors;

/** How far an embedding is from a centre. */
public enum Distance {
    /** Euclidean distance {@code ||x - c||}; a fit minimises its square. */
    EUCLIDEAN,
    /**
     * Cosine distance {@code 1 - cos(x, c)}. Points and centres are scaled to length one, so that a fit is the Euclidean one on the unit
     * sphere; a zero vector stays zero and has distance 1 from everything.
     */
    COSINE;

    /** The distance between a point and a centre, from float64 sums. Both have length {@code dim} and start at the given offsets. */
    public double between(float[] points, int point, float[] centers, int center, int dim) {
        return this == EUCLIDEAN
                ? Math.sqrt(Vectors.squaredDistance(points, point, centers, center, dim))
                : cosine(points, point, centers, center, dim);
    }

    private static double cosine(float[] points, int point, float[] centers, int center, int dim) {
        double lengths = Vectors.squaredNorm(points, point, dim) * Vectors.squaredNorm(centers, center, dim);
        return lengths == 0 ? 1 : 1 - Vectors.dot(points, point, centers, center, dim) / Math.sqrt(lengths);
    }
}
