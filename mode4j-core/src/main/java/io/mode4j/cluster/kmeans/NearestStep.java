package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.balanced.Moves;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.cluster.points.UnfitPointsException;
import io.mode4j.cluster.search.FilteredCenters;
import io.mode4j.cluster.search.NearestCenters;
import io.mode4j.work.Workers;
import java.util.Arrays;
import java.util.Optional;

/** The assignment of a plain fit: every point to its nearest centre, and no centre without points. */
final class NearestStep implements Lloyd.Step {
    private final Points points;
    private final KMeansOptions options;
    private final int[] owners; // [N]

    NearestStep(Points points, KMeansOptions options) {
        this.points = points;
        this.options = options;
        this.owners = new int[points.size()];
    }

    @Override
    public Lloyd.Assigned assign(Centers centers) {
        Centers current = centers;
        nearest(current);
        for (int empty = emptyCenters(current.count()); empty > 0; empty = emptyCenters(current.count())) { // each time the points cost less
            current = fill(current);
            nearest(current);
        }
        return new Lloyd.Assigned(current, owners, Optional.empty());
    }

    private void nearest(Centers centers) {
        FilteredCenters filtered = new FilteredCenters(new ShiftedCenters(centers, options.distance()), owners.length);
        new Workers(options.threads()).forEach(Math.ceilDiv(owners.length, PointBlock.SIZE), () -> {
            NearestCenters search = new NearestCenters(filtered);
            return piece -> {
                int from = piece * PointBlock.SIZE;
                int size = Math.min(PointBlock.SIZE, owners.length - from);
                int[] found = search.find(points, from, size, owners); // those of the centres' last places
                System.arraycopy(found, 0, owners, from, size);
            };
        });
    }

    private int emptyCenters(int count) {
        boolean[] used = used(count);
        int empty = 0;
        for (boolean any : used) {
            empty += any ? 0 : 1;
        }
        return empty;
    }

    private boolean[] used(int count) {
        boolean[] used = new boolean[count];
        for (int owner : owners) {
            used[owner] = true;
        }
        return used;
    }

    private float[] distances(Centers centers) {
        float[] distances = new float[owners.length];
        new Workers(options.threads()).forEach(Math.ceilDiv(owners.length, PointBlock.SIZE), () -> {
            float[] row = new float[centers.dim()];
            return piece -> {
                for (int i = piece * PointBlock.SIZE; i < Math.min(owners.length, (piece + 1) * PointBlock.SIZE); i++) {
                    points.read(i, 1, row);
                    distances[i] = (float) options.distance().between(row, 0, centers.values(), owners[i] * row.length, row.length);
                }
            };
        });
        return distances;
    }

    /** Moves each centre without points to the farthest point not yet taken by another. */
    private Centers fill(Centers centers) {
        boolean[] used = used(centers.count());
        float[] distances = distances(centers);
        float[] values = centers.values().clone();
        float[] row = new float[centers.dim()];
        for (int k = 0; k < used.length; k++) {
            if (!used[k]) {
                int farthest = farthest(distances);
                if (distances[farthest] <= 1e-6f) {
                    throw new UnfitPointsException(centers.count()
                            + " clusters were asked for, but the points have fewer distinct values; ask for fewer clusters");
                }
                points.read(farthest, 1, row);
                System.arraycopy(row, 0, values, k * row.length, row.length);
                take(row, distances, distances[farthest]);
            }
        }
        return new Centers(centers.count(), centers.dim(), values).comparable(options.distance());
    }

    /** No other centre moves to that point, nor to a copy of it. */
    private void take(float[] point, float[] distances, float distance) {
        float[] row = new float[point.length];
        for (int i = 0; i < distances.length; i++) {
            if (distances[i] == distance) {
                points.read(i, 1, row);
                distances[i] = Arrays.equals(row, point) ? 0 : distance;
            }
        }
    }

    private static int farthest(float[] distances) {
        int best = 0;
        for (int i = 1; i < distances.length; i++) {
            best = distances[i] > distances[best] ? i : best;
        }
        return best;
    }
}
