package io.mode4j.cluster.search;

import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.linalg.Vectors;
import java.util.Arrays;
import java.util.Deque;

/**
 * Exact nearest centres of a block of points, in three steps: squared distances to all centres with a known error, by one of the ways of
 * {@link FilteredCenters}; float32 distances to the few centres that this leaves open; float64 sums over the vectors themselves for those that float32
 * leaves open, ties by the lower centre. One per worker.
 *
 * <p>The answer does not depend on the first step, only the time does: where it leaves too many centres open, the worker takes the next way for that block
 * and all others.
 */
public final class NearestCenters {
    private static final int LISTED = 256; // centres kept for a point; where more are open, all are compared
    private static final int[] NO_GUESSES = {};
    private static final int FEWER = 24; // a way pays while less than one centre in so many stays open

    private final ShiftedCenters centers;
    private final PointBlock block;
    private final Deque<DistanceTile> tiles; // the first is in use
    private final int width;
    private final float[] open = new float[PointBlock.SIZE]; // up to here a squared distance, less the point's squared length, may be the least
    private final float[] best = new float[PointBlock.SIZE]; // the least estimate so far
    private final float[] lowest = new float[PointBlock.SIZE]; // that of a tile
    private final float[][] ofGroups = new float[PointBlock.TILE / ProductTile.GROUP][PointBlock.SIZE];
    private final float[] values; // [P, width] estimates of the centres in question
    private final int[] listed; // [P, width]
    private final int[] counts = new int[PointBlock.SIZE]; // more than the width: too many
    private final int[] nearest = new int[PointBlock.SIZE];

    public NearestCenters(FilteredCenters filtered) {
        this.centers = filtered.centers();
        this.block = new PointBlock(centers);
        this.tiles = filtered.tiles(block);
        this.width = Math.min(LISTED, centers.count());
        this.values = new float[PointBlock.SIZE * width];
        this.listed = new int[PointBlock.SIZE * width];
    }

    /**
     * Finds the nearest centre of points {@code from .. from + size}, at most {@link PointBlock#SIZE}.
     *
     * @return a centre for each, overwritten by the next call
     */
    public int[] find(Points points, int from, int size) {
        return find(points, from, size, NO_GUESSES);
    }

    /** As {@link #find(Points, int, int)}, with {@code guesses[from + p]} for each point: the nearer such a centre is, the fewer are compared. */
    public int[] find(Points points, int from, int size, int[] guesses) {
        block.load(points, from, size);
        Arrays.fill(open, Float.POSITIVE_INFINITY);
        for (int p = 0; p < size && guesses.length > 0; p++) {
            open[p] = atMost(p, guesses[from + p]);
        }
        while (left() * FEWER > (long) size * Math.max(centers.count(), 2 * FEWER) && tiles.size() > 1) {
            tiles.removeFirst();
        }
        for (int p = 0; p < size; p++) {
            nearest[p] = counts[p] > width ? exact(p) : decide(p);
        }
        return nearest;
    }

    /** Lists the centres that stay in question, and tells how many. */
    private long left() {
        DistanceTile tile = tiles.getFirst();
        tile.load(block);
        Arrays.fill(best, Float.POSITIVE_INFINITY);
        Arrays.fill(counts, 0);
        for (int k = 0; k < centers.count(); k += PointBlock.TILE) {
            int end = Math.min(centers.count(), k + PointBlock.TILE);
            tile.compute(k, end);
            list(tile, k, end - k);
        }
        long left = 0;
        for (int p = 0; p < block.size(); p++) {
            keepOpen(p, open[p] + tile.error(p));
            left += counts[p];
        }
        return left;
    }

    private void list(DistanceTile tile, int from, int count) {
        Arrays.fill(lowest, Float.POSITIVE_INFINITY);
        int groups = Math.ceilDiv(count, ProductTile.GROUP);
        for (int g = 0; g < groups; g++) {
            tile.least(g * ProductTile.GROUP, Math.min(count, (g + 1) * ProductTile.GROUP), ofGroups[g]);
            lower(lowest, ofGroups[g], block.size());
        }
        for (int p = 0; p < block.size(); p++) {
            if (lowest[p] < best[p] && lowest[p] <= open[p] + tile.error(p)) {
                best[p] = lowest[p];
                open[p] = Math.min(open[p], atMost(p, from + leastOf(tile, p, count)));
            }
            float bound = open[p] + tile.error(p);
            for (int g = 0; g < groups && lowest[p] <= bound; g++) {
                if (ofGroups[g][p] <= bound) {
                    list(tile, p, from, g * ProductTile.GROUP, Math.min(count, (g + 1) * ProductTile.GROUP), bound);
                }
            }
        }
    }

    private static void lower(float[] lowest, float[] values, int size) {
        for (int p = 0; p < size; p++) {
            lowest[p] = Math.min(lowest[p], values[p]);
        }
    }

    /** The centre of the tile with the least estimate for point p. */
    private int leastOf(DistanceTile tile, int p, int count) {
        int group = 0;
        while (ofGroups[group][p] > lowest[p]) {
            group++;
        }
        int least = group * ProductTile.GROUP;
        float value = tile.value(least, p);
        for (int t = least + 1; t < Math.min(count, (group + 1) * ProductTile.GROUP); t++) {
            float other = tile.value(t, p);
            if (other < value) {
                value = other;
                least = t;
            }
        }
        return least;
    }

    private void list(DistanceTile tile, int p, int from, int start, int end, float bound) {
        for (int t = start; t < end; t++) {
            float value = tile.value(t, p);
            if (value <= bound) {
                list(p, value, from + t, bound);
            }
        }
    }

    private void list(int p, float value, int center, float bound) {
        if (counts[p] == width) {
            keepOpen(p, bound);
        }
        if (counts[p] < width) {
            values[p * width + counts[p]] = value;
            listed[p * width + counts[p]] = center;
            counts[p]++;
        } else {
            counts[p] = width + 1;
        }
    }

    /** Drops the listed centres whose values are above the bound. */
    private void keepOpen(int p, float bound) {
        int kept = 0;
        for (int e = p * width; e < p * width + Math.min(counts[p], width); e++) {
            if (values[e] <= bound) {
                values[p * width + kept] = values[e];
                listed[p * width + kept] = listed[e];
                kept++;
            }
        }
        counts[p] = counts[p] > width ? counts[p] : kept;
    }

    private int decide(int p) {
        if (counts[p] > 1) {
            refine(p);
        }
        int best = listed[p * width];
        if (counts[p] > 1) {
            double lowest = squaredDistance(p, best);
            for (int e = p * width + 1; e < p * width + counts[p]; e++) {
                double d = squaredDistance(p, listed[e]);
                if (d < lowest) { // centres are listed in rising order, so that ties stay with the lower
                    lowest = d;
                    best = listed[e];
                }
            }
        }
        return best;
    }

    /** Puts float32 values in the places of estimates, the most promising first, and drops the centres that these rule out. */
    private void refine(int p) {
        int start = p * width;
        int end = start + counts[p];
        int first = start;
        for (int e = start + 1; e < end; e++) {
            first = values[e] < values[first] ? e : first;
        }
        float bound = block.errorBound(centers, p);
        float error = tiles.getFirst().error(p);
        values[first] = refined(p, listed[first]);
        float least = values[first];
        for (int e = start; e < end; e++) {
            if (e != first) {
                boolean possible = values[e] - error <= least + bound;
                values[e] = possible ? refined(p, listed[e]) : Float.POSITIVE_INFINITY;
                least = Math.min(least, values[e]);
            }
        }
        keepOpen(p, least + 2 * bound);
    }

    private float refined(int p, int center) {
        return block.product(centers, p, center) + centers.norms()[center];
    }

    /** The squared distance to a centre, less the point's squared length, rounded up. */
    private float atMost(int p, int center) {
        return refined(p, center) + block.errorBound(centers, p);
    }

    private int exact(int p) {
        int best = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < centers.count(); k++) {
            double d = squaredDistance(p, k);
            if (d < lowest) {
                lowest = d;
                best = k;
            }
        }
        return best;
    }

    private double squaredDistance(int p, int k) {
        int dim = centers.dim();
        return Vectors.squaredDistance(block.rows(), p * dim, centers.comparable().values(), k * dim, dim);
    }

    /** The distance of point p of the block to a centre, from float64 sums. */
    public double distance(int p, int center) {
        int dim = centers.dim();
        return centers.distance().between(block.rows(), p * dim, centers.comparable().values(), center * dim, dim);
    }
}
