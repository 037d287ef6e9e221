package io.mode4j.cluster;

import java.util.Arrays;

/**
 * Exact nearest centres of a block of points. Float32 squared distances are the filter; whatever their error bound leaves open is decided by
 * float64 sums over the vectors themselves, ties by the lower centre. One per worker.
 */
final class NearestCenters {
    private final ShiftedCenters centers;
    private final PointBlock block;
    private final TileMinima minima = new TileMinima();
    private final float[] first = new float[PointBlock.SIZE]; // the three smallest squared distances of each point, less its squared length
    private final float[] second = new float[PointBlock.SIZE];
    private final float[] third = new float[PointBlock.SIZE];
    private final float[] open = new float[PointBlock.SIZE]; // up to here rounding leaves open which is the nearest
    private final float[] margin = new float[PointBlock.SIZE];
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
        Arrays.fill(open, Float.POSITIVE_INFINITY);
        for (int p = 0; p < size; p++) {
            margin[p] = 2 * block.errorBound(centers, p);
        }
        for (int k = 0; k < centers.count(); k += PointBlock.TILE) {
            int end = Math.min(centers.count(), k + PointBlock.TILE);
            float[] tile = block.products(centers, k, end);
            for (int t = 0; t < end - k; t += TileMinima.GROUP) {
                keepBest(tile, k, t, Math.min(end - k, t + TileMinima.GROUP));
            }
        }
        for (int p = 0; p < size; p++) {
            decide(p);
        }
        return nearest;
    }

    private void keepBest(float[] tile, int from, int start, int end) {
        float[] least = minima.of(tile, start, end, centers.norms(), from, block.size());
        for (int p = 0; p < block.size(); p++) {
            if (least[p] <= open[p]) {
                for (int t = start; t < end; t++) {
                    float value = tile[t * PointBlock.SIZE + p] + centers.norms()[from + t];
                    if (value <= open[p]) {
                        insert(p, value, from + t);
                    }
                }
            }
        }
    }

    private void insert(int p, float d, int center) {
        if (d >= second[p]) {
            third[p] = Math.min(third[p], d);
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
            open[p] = d + margin[p];
        }
    }

    private void decide(int p) {
        if (third[p] <= open[p]) {
            nearest[p] = exact(p);
        } else if (second[p] <= open[p]) {
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
