package io.mode4j.cluster;

import java.util.Arrays;

/**
 * Exact nearest centres of a block of points. Float32 squared distances are the filter; whatever their error bound leaves open is decided by
 * float64 sums over the vectors themselves, ties by the lower centre. One per worker.
 */
final class NearestCenters {
    private final ShiftedCenters centers;
    private final PointBlock block;
    private final float[] first = new float[PointBlock.SIZE]; // the three smallest squared distances of each point
    private final float[] second = new float[PointBlock.SIZE];
    private final float[] third = new float[PointBlock.SIZE];
    private final int[] nearest = new int[PointBlock.SIZE];
    private final int[] runnerUp = new int[PointBlock.SIZE];

    NearestCenters(ShiftedCenters centers) {
        this.centers = centers;
        this.block = new PointBlock(centers);
    }

    /** The points of the last call as compared (scaled to length one under cosine), {@code [P, D]}. */
    float[] rows() {
        return block.rows();
    }

    /**
     * Finds the nearest centre of points {@code from .. from + size}, at most {@link PointBlock#SIZE}.
     *
     * @return a centre for each, overwritten by the next call
     */
    int[] find(Points points, int from, int size) {
        block.load(points, from, size);
        Arrays.fill(first, Float.POSITIVE_INFINITY);
        Arrays.fill(second, Float.POSITIVE_INFINITY);
        Arrays.fill(third, Float.POSITIVE_INFINITY);
        for (int k = 0; k < centers.count(); k += PointBlock.TILE) {
            int end = Math.min(centers.count(), k + PointBlock.TILE);
            float[][] tile = block.squaredDistances(centers, k, end);
            for (int t = 0; t < end - k; t++) {
                keepBest(tile[t], k + t, size);
            }
        }
        for (int p = 0; p < size; p++) {
            decide(p);
        }
        return nearest;
    }

    private void keepBest(float[] distances, int center, int size) {
        for (int p = 0; p < size; p++) {
            float d = distances[p];
            if (d < third[p]) {
                insert(p, d, center);
            }
        }
    }

    private void insert(int p, float d, int center) {
        if (d >= second[p]) {
            third[p] = d;
            return;
        }
        third[p] = second[p];
        if (d >= first[p]) {
            second[p] = d;
            runnerUp[p] = center;
        } else {
            second[p] = first[p];
            runnerUp[p] = nearest[p];
            first[p] = d;
            nearest[p] = center;
        }
    }

    private void decide(int p) {
        float open = first[p] + 2 * block.errorBound(centers, p);
        if (third[p] <= open) {
            nearest[p] = exact(p);
        } else if (second[p] <= open) {
            int a = Math.min(nearest[p], runnerUp[p]);
            int b = Math.max(nearest[p], runnerUp[p]);
            nearest[p] = squaredDistance(p, b) < squaredDistance(p, a) ? b : a;
        }
    }

    private int exact(int p) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < centers.count(); k++) {
            double d = squaredDistance(p, k);
            if (d < least) {
                least = d;
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
