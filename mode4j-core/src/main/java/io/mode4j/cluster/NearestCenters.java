package io.mode4j.cluster;

import java.util.Arrays;

/**
 * Exact nearest centres of a block of points, in three steps: squared distances to all centres with a known error, from products of bytes where the
 * processor has them fast and in float32 elsewhere; float32 distances to the few centres that this leaves open; float64 sums over the vectors
 * themselves for those that float32 leaves open, ties by the lower centre. One per worker.
 *
 * <p>The answer does not depend on the first step, only the time does: where bytes leave too many centres open, the worker goes on in float32.
 */
final class NearestCenters {
    private static final int LISTED = 256; // centres kept for a point; where more are open, all are compared
    private static final int[] NO_GUESSES = {};
    private static final int FEWER = 12; // bytes pay while less than a twelfth of the centres stay open

    private final ShiftedCenters centers;
    private final PointBlock block;
    private final ProductTile tile = new ProductTile();
    private final int width;
    private final float[] least = new float[PointBlock.SIZE]; // the least squared distance of each point so far, less its squared length
    private final float[] open = new float[PointBlock.SIZE]; // up to here the error leaves open which is the nearest
    private final float[] error = new float[PointBlock.SIZE];
    private final float[] values; // [P, width] the centres in question
    private final int[] listed; // [P, width]
    private final int[] counts = new int[PointBlock.SIZE]; // more than the width: too many
    private final int[] nearest = new int[PointBlock.SIZE];
    private boolean rounded;

    NearestCenters(ShiftedCenters centers) {
        this(centers, OneDnn.fast());
    }

    /** {@code rounded} asks for products of bytes. */
    NearestCenters(ShiftedCenters centers, boolean rounded) {
        this.centers = centers;
        this.block = new PointBlock(centers);
        this.width = Math.min(LISTED, centers.count());
        this.values = new float[PointBlock.SIZE * width];
        this.listed = new int[PointBlock.SIZE * width];
        this.rounded = rounded;
    }

    /**
     * Finds the nearest centre of points {@code from .. from + size}, at most {@link PointBlock#SIZE}.
     *
     * @return a centre for each, overwritten by the next call
     */
    int[] find(Points points, int from, int size) {
        return find(points, from, size, NO_GUESSES);
    }

    /** As {@link #find(Points, int, int)}, with {@code guesses[from + p]} for each point: the nearer such a centre is, the fewer are compared. */
    int[] find(Points points, int from, int size, int[] guesses) {
        block.load(points, from, size);
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(open, Float.POSITIVE_INFINITY);
        Arrays.fill(counts, 0);
        for (int p = 0; p < size; p++) {
            error[p] = rounded ? block.filterBound(centers, p) : block.errorBound(centers, p);
            if (rounded && guesses.length > 0) {
                open[p] = refined(p, guesses[from + p]) + block.errorBound(centers, p) + error[p];
            }
        }
        for (int k = 0; k < centers.count(); k += PointBlock.TILE) {
            int end = Math.min(centers.count(), k + PointBlock.TILE);
            tile.compute(block, centers, k, end, rounded);
            for (int t = 0; t < end - k; t += ProductTile.GROUP) {
                keepOpen(k, t, Math.min(end - k, t + ProductTile.GROUP));
            }
        }
        long left = 0;
        for (int p = 0; p < size; p++) {
            keepOpen(p);
            left += counts[p];
            nearest[p] = counts[p] > width ? exact(p) : decide(p);
        }
        rounded &= left * FEWER < (long) size * Math.max(centers.count(), 2 * FEWER);
        return nearest;
    }

    private void keepOpen(int from, int start, int end) {
        float[] lowest = tile.least(start, end, centers.norms(), from, block.size());
        for (int p = 0; p < block.size(); p++) {
            if (lowest[p] <= open[p]) {
                for (int t = start; t < end; t++) {
                    float value = tile.product(t, p) + centers.norms()[from + t];
                    if (value <= open[p]) {
                        list(p, value, from + t);
                    }
                }
            }
        }
    }

    private void list(int p, float value, int center) {
        if (value < least[p]) {
            least[p] = value;
            open[p] = Math.min(open[p], value + 2 * error[p]);
        }
        if (counts[p] == width) {
            keepOpen(p);
        }
        if (counts[p] < width) {
            values[p * width + counts[p]] = value;
            listed[p * width + counts[p]] = center;
            counts[p]++;
        } else {
            counts[p] = width + 1;
        }
    }

    /** Drops the listed centres that are no longer in question. */
    private void keepOpen(int p) {
        int kept = 0;
        for (int e = p * width; e < p * width + Math.min(counts[p], width); e++) {
            if (values[e] <= open[p]) {
                values[p * width + kept] = values[e];
                listed[p * width + kept] = listed[e];
                kept++;
            }
        }
        counts[p] = counts[p] > width ? counts[p] : kept;
    }

    private int decide(int p) {
        if (rounded && counts[p] > 1) {
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

    /** Puts float32 values in the places of rounded ones, the most promising first, and drops the centres that these rule out. */
    private void refine(int p) {
        int start = p * width;
        int end = start + counts[p];
        int first = start;
        for (int e = start + 1; e < end; e++) {
            first = values[e] < values[first] ? e : first;
        }
        float bound = block.errorBound(centers, p);
        values[first] = refined(p, listed[first]);
        float lowest = values[first];
        for (int e = start; e < end; e++) {
            if (e != first) {
                boolean possible = values[e] - error[p] <= lowest + bound;
                values[e] = possible ? refined(p, listed[e]) : Float.POSITIVE_INFINITY;
                lowest = Math.min(lowest, values[e]);
            }
        }
        open[p] = lowest + 2 * bound;
        keepOpen(p);
    }

    private float refined(int p, int center) {
        return block.product(centers, p, center) + centers.norms()[center];
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
    double distance(int p, int center) {
        int dim = centers.dim();
        return centers.distance().between(block.rows(), p * dim, centers.comparable().values(), center * dim, dim);
    }
}
