package io.mode4j.cluster.balanced;

import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.cluster.search.ProductTile;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Finds, for a block of points, the centres with the least cost plus price. One per worker.
 *
 * <p>The least values of groups of centres come first: that many groups hold a value as small each, so the list's longest-th smallest of them limits what can be in the
 * list, and few values besides those of the list are below it.
 */
final class CandidateSearch {
    private final ShiftedCenters centers;
    private final float[] offsets; // [K] price and squared length
    private final PointBlock block;
    private final ProductTile tile = new ProductTile();
    private final float[] worst = new float[PointBlock.SIZE]; // [P] what a value must be below to come into the list of each point
    private final int[] filled = new int[PointBlock.SIZE]; // [P] entries so far
    private float[] least = {}; // [groups, SIZE] the least value of each group of centres
    private long[] entries = {}; // [P, length] value (cost + price - |x|^2) and centre in one number, ordered as the values are
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
        tile.compute(block, centers, 0, centers.count());
        if (!complete()) {
            choose();
        }
    }

    /** Whether the lists hold all centres. */
    private boolean complete() {
        return length == centers.count();
    }

    private void choose() {
        if (entries.length < size * length) {
            entries = new long[size * length];
        }
        Arrays.fill(filled, 0);
        int width = Math.clamp(centers.count() / (2L * length), 1, ProductTile.GROUP);
        int groups = Math.ceilDiv(centers.count(), width);
        if (least.length < groups * PointBlock.SIZE) {
            least = new float[groups * PointBlock.SIZE];
        }
        for (int g = 0; g < groups; g++) {
            int end = Math.min(centers.count(), (g + 1) * width);
            System.arraycopy(tile.least(g * width, end, offsets, 0, size), 0, least, g * PointBlock.SIZE, size);
        }
        limit(groups);
        for (int g = 0; g < groups; g++) {
            keep(g, g * width, Math.min(centers.count(), (g + 1) * width));
        }
    }

    private void limit(int groups) {
        float[] column = new float[groups];
        for (int p = 0; p < size; p++) {
            for (int g = 0; g < groups; g++) {
                column[g] = least[g * PointBlock.SIZE + p];
            }
            worst[p] = Math.nextUp(Selection.smallest(column, length));
        }
    }

    private void keep(int group, int start, int end) {
        for (int p = 0; p < size; p++) {
            if (least[group * PointBlock.SIZE + p] < worst[p]) {
                for (int k = start; k < end; k++) {
                    float value = tile.product(k, p) + offsets[k];
                    if (value < worst[p]) {
                        insert(p, entry(value, k));
                    }
                }
            }
        }
    }

    private static long entry(float value, int center) {
        int bits = Float.floatToRawIntBits(value);
        return (long) (bits ^ (bits >> 31 & Integer.MAX_VALUE)) << Integer.SIZE | center;
    }

    private static float value(long entry) {
        int bits = (int) (entry >> Integer.SIZE);
        return Float.intBitsToFloat(bits ^ (bits >> 31 & Integer.MAX_VALUE));
    }

    /** The list is a heap with the largest value on top; it is made one when the last place is filled. */
    private void insert(int p, long entry) {
        int from = p * length;
        if (filled[p] < length) {
            entries[from + filled[p]++] = entry;
            for (int e = length / 2 - 1; filled[p] == length && e >= 0; e--) {
                sink(from, e, entries[from + e]);
            }
        } else {
            sink(from, 0, entry);
        }
        if (filled[p] == length) {
            worst[p] = value(entries[from]);
        }
    }

    /** Puts an entry in a place of the heap, or below those that are larger. */
    private void sink(int from, int place, long entry) {
        int hole = place;
        for (int child = 2 * hole + 1; child < length; child = 2 * hole + 1) {
            if (child + 1 < length && entries[from + child + 1] > entries[from + child]) {
                child++;
            }
            if (entries[from + child] <= entry) {
                break;
            }
            entries[from + hole] = entries[from + child];
            hole = child;
        }
        entries[from + hole] = entry;
    }

    /**
     * Writes the lists, the best first: whoever looks for the least value then seldom finds a second. Those of all centres are not worth sorting.
     *
     * @param index which point a place of the block is
     */
    void store(IntUnaryOperator index, Candidates into) {
        for (int p = 0; p < size; p++) {
            int point = index.applyAsInt(p);
            if (!complete()) {
                Arrays.sort(entries, p * length, (p + 1) * length);
            }
            for (int e = 0; e < length; e++) {
                int center = complete() ? e : (int) entries[p * length + e];
                into.set(point, e, center, Math.max(0, tile.product(center, p) + centers.norms()[center] + block.norm(p)));
            }
            into.setBound(point, complete() ? Float.POSITIVE_INFINITY : bound(p));
        }
    }

    /** Cost plus price of whatever is not in the list, rounded down. */
    private float bound(int p) {
        return Math.nextDown((float) ((double) worst[p] + block.norm(p)));
    }
}
