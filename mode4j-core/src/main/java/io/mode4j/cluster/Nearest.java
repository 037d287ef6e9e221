package io.mode4j.cluster;

import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.cluster.search.FilteredCenters;
import io.mode4j.work.Workers;

/**
 * The exactly nearest centre of every point: as a float64 argmin finds it, ties by the lower centre.
 *
 * @param centers a centre for each of the N points
 * @param distances to it: Euclidean (not squared) or cosine
 */
@SuppressWarnings("ArrayRecordComponent") // a result of arrays, shared on purpose; nobody compares these
public record Nearest(int[] centers, float[] distances) {
    /**
     * Searches on {@code threads} threads, which do not change the result. Memory: 8 bytes a point, and about 5 MB a thread at 384 dimensions.
     *
     * @throws IllegalArgumentException if a point or a centre holds NaN or an infinity
     */
    public static Nearest of(Points points, Centers centers, Distance distance, int threads) {
        FilteredCenters filtered = new FilteredCenters(new ShiftedCenters(centers, distance), points.size());
        RowAssigner.Rows rows = RowAssigner.nearest(filtered, new Workers(threads)).assign("", points);
        return new Nearest(rows.owners(), rows.distances());
    }
}
