package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import java.io.Serializable;

/**
 * What a part of the data contributes to the next centres: sums {@code [K, D]} and counts {@code [K]} of the points assigned to each centre, and
 * the sums of their distances. Parts merge into the sums of the whole; merged in the same order they give the same bytes. Not safe for use by
 * several threads.
 */
public final class PartialSums implements Serializable {
    private final int dim;
    private final double[] sums; // [K, D]
    private final long[] counts; // [K]
    private final double[] distances; // [K]
    private double objective;

    /** Sums of no points, for K centres of D dimensions. */
    public PartialSums(int centers, int dim) {
        this.dim = dim;
        this.sums = new double[Math.multiplyExact(centers, dim)];
        this.counts = new long[centers];
        this.distances = new double[centers];
    }

    /**
     * Adds a point.
     *
     * @param points holds the point's values at {@code offset .. offset + D}
     * @param distance the point's distance to its centre
     * @param cost what the point adds to the objective
     */
    public void add(float[] points, int offset, int center, double distance, double cost) {
        int start = center * dim;
        for (int d = 0; d < dim; d++) {
            sums[start + d] += points[offset + d];
        }
        counts[center]++;
        distances[center] += distance;
        objective += cost;
    }

    /** Adds another part's sums to these. */
    public void merge(PartialSums other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
        for (int k = 0; k < counts.length; k++) {
            counts[k] += other.counts[k];
            distances[k] += other.distances[k];
        }
        objective += other.objective;
    }

    /** How many points each centre has, {@code [K]}; not a copy. */
    public long[] counts() {
        return counts;
    }

    /** What the points cost, added up. */
    public double objective() {
        return objective;
    }

    /** The mean distance of each centre's points to it, {@code [K]}; 0 where there are none. */
    public float[] meanDistances() {
        float[] means = new float[counts.length];
        for (int k = 0; k < means.length; k++) {
            means[k] = counts[k] == 0 ? 0 : (float) (distances[k] / counts[k]);
        }
        return means;
    }

    /** The mean of each centre's points, scaled to length one under cosine; a centre without points stays where it was. */
    public Centers means(Centers before, Distance distance) {
        float[] values = before.values().clone();
        for (int k = 0; k < counts.length; k++) {
            for (int d = k * dim; counts[k] > 0 && d < (k + 1) * dim; d++) {
                values[d] = (float) (sums[d] / counts[k]);
            }
        }
        return new Centers(before.count(), dim, values).comparable(distance);
    }
}
