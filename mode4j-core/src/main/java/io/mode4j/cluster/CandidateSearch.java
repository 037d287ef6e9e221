package io.mode4j.cluster;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Finds, for a block of points, the centres with the least cost plus price. One per worker. */
final class CandidateSearch {
    private final ShiftedCenters centers;
    private final float[] offsets; // [K] price and squared length
    private final PointBlock block;
    private final ProductTile tile = new ProductTile();
    private final float[] worst = new float[PointBlock.SIZE]; // [P] the largest value in the list of each point
    private final int[] filled = new int[PointBlock.SIZE]; // [P] entries so far
    private float[] values = {}; // [P, length] cost + price - |x|^2
    private float[] costs = {};
    private int[] found = {};
    private int size;
    private int length;

    CandidateSearch(ShiftedCenters centers, double[] prices) {
        this.centers = centers;
        this.offsets = new float[centers.count()];
        for (int k = 0; k < offsets.length; k++) {
            offsets[k] = (float) (centers.norms()[k] + prices[k]);
        }
        this.block = new PointBlock(centers);
    }

    void load(Points points, int from, int count, int each) {
        block.load(points, from, count);
        search(count, each);
    }

    void gather(Points points, int[] indices, int from, int count, int each) {
        block.gather(points, indices, from, count);
        search(count, each);
    }

    private void search(int count, int each) {
        size = count;
        length = each;
        if (values.length < count * each) {
            values = new float[count * each];
            costs = new float[count * each];
            found = new int[count * each];
        }
        Arrays.fill(worst, Float.POSITIVE_INFINITY);
        Arrays.fill(filled, 0);
        for (int k = 0; k < centers.count(); k += PointBlock.TILE) {
            int end = Math.min(centers.count(), k + PointBlock.TILE);
            tile.compute(block, centers, k, end, false);
            for (int t = 0; t < end - k; t += ProductTile.GROUP) {
                keep(k, t, Math.min(end - k, t + ProductTile.GROUP));
            }
        }
    }

    private void keep(int from, int start, int end) {
        float[] least = tile.least(start, end, offsets, from, size);
        for (int p = 0; p < size; p++) {
            if (least[p] < worst[p]) {
                for (int t = start; t < end; t++) {
                    float product = tile.product(t, p);
                    if (product + offsets[from + t] < worst[p]) {
                        insert(p, product, from + t);
                    }
                }
            }
        }
    }

    /** The list is a heap with the largest value on top; it is made one when the last place is filled. */
    private void insert(int p, float product, int center) {
        int from = p * length;
        if (filled[p] < length) {
            put(from + filled[p]++, product, center, p);
            for (int e = length / 2 - 1; filled[p] == length && e >= 0; e--) {
                sink(from, e);
            }
        } else {
            put(from, product, center, p);
            sink(from, 0);
        }
        worst[p] = filled[p] < length ? Float.POSITIVE_INFINITY : values[from];
    }

    private void put(int at, float product, int center, int p) {
        values[at] = product + offsets[center];
        costs[at] = Math.max(0, product + centers.norms()[center] + block.norm(p));
        found[at] = center;
    }

    /** Moves an entry below those that are larger. */
    private void sink(int from, int start) {
        float value = values[from + start];
        float cost = costs[from + start];
        int center = found[from + start];
        int hole = start;
        for (int child = 2 * hole + 1; child < length; child = 2 * hole + 1) {
            if (child + 1 < length && values[from + child + 1] > values[from + child]) {
                child++;
            }
            if (values[from + child] <= value) {
                break;
            }
            values[from + hole] = values[from + child];
            costs[from + hole] = costs[from + child];
            found[from + hole] = found[from + child];
            hole = child;
        }
        values[from + hole] = value;
        costs[from + hole] = cost;
        found[from + hole] = center;
    }

    /** Writes the lists; {@code index} tells which point a place of the block is. */
    void store(IntUnaryOperator index, Candidates into) {
        for (int p = 0; p < size; p++) {
            int point = index.applyAsInt(p);
            for (int e = 0; e < length; e++) {
                into.set(point, e, found[p * length + e], costs[p * length + e]);
            }
            into.setBound(point, length == centers.count() ? Float.POSITIVE_INFINITY : bound(p));
        }
    }

    /** Cost plus price of whatever is not in the list, rounded down. */
    private float bound(int p) {
        return Math.nextDown((float) ((double) worst[p] + block.norm(p)));
    }
}
