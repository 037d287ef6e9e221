package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Points;
import java.io.Serializable;

/**
 * What a part of the points contributes to a pass of {@link StreamingFit}: sums and counts for the next centres, and how many points stand near the
 * edge of each centre, for the next prices. Parts merge into the statistics of the whole; merged in the same order they give the same bytes. Not safe for
 * use by several threads.
 */
public final class PassStatistics implements Serializable {
    private final PartialSums sums;
    private final long[] edges; // [K] points whose first and second choice lie within the window, counted for both
    private double margins; // sum over the points of how much dearer the second choice is

    /** Statistics of no points. */
    public PassStatistics(Centers centers) {
        this.sums = new PartialSums(centers.count(), centers.dim());
        this.edges = new long[centers.count()];
    }

    /**
     * Statistics of a part of the points: what a pass does wherever that part lies.
     *
     * @throws IllegalArgumentException if a point holds NaN or an infinity
     */
    public static PassStatistics of(Points part, PricedCenters centers, Distance distance) {
        return new PassReader(centers, distance).read(part, 0, part.size());
    }

    /** Sums and counts of the points by centre. */
    public PartialSums sums() {
        return sums;
    }

    /** Counts a point's first and second choice; they are an edge of each other when the second is dearer by less than {@code window}. */
    void addMargin(int first, int second, double margin, double window) {
        margins += margin;
        if (margin < window) {
            edges[first]++;
            edges[second]++;
        }
    }

    /** How fast the number of points of a centre falls as its price rises: points a unit of price; at least one a window. */
    double slope(int center, double window) {
        return (double) Math.max(1, edges[center]) / (2 * window);
    }

    /** The mean of all points' margins; 0 without points. */
    double meanMargin() {
        long points = 0;
        for (long count : sums.counts()) {
            points += count;
        }
        return points == 0 ? 0 : margins / (double) points;
    }

    /** Adds another part's statistics to these. */
    public void merge(PassStatistics other) {
        sums.merge(other.sums);
        for (int k = 0; k < edges.length; k++) {
            edges[k] += other.edges[k];
        }
        margins += other.margins;
    }
}
