package io.mode4j.cluster.search;

import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.ShiftedCenters;
import java.util.Arrays;

/**
 * {@code -2 x.c} of a block of P points and a tile of T centres, in float32. The least values over groups of at most {@value #GROUP} centres tell which few
 * groups are worth a look at each of their centres.
 *
 * <p>The loops are such that HotSpot (25) vectorises them: arrays of one type are read and written at the same index, since it cannot rule out that
 * they are the same array. One per worker.
 */
public final class ProductTile {
    public static final int GROUP = 16;

    private final float[] least = new float[PointBlock.SIZE];
    private final float[] row = new float[PointBlock.SIZE];
    private float[] products = {}; // [T, SIZE]

    /** Computes the products of the block's points and centres {@code from .. to}, both shifted. */
    public void compute(PointBlock block, ShiftedCenters centers, int from, int to) {
        products = block.products(centers, from, to);
    }

    /** {@code -2 x.c} of centre t of the tile and point p of the block. */
    public float product(int t, int p) {
        return products[t * PointBlock.SIZE + p];
    }

    /**
     * The least {@code product(t, p) + offsets[from + t]} over centres {@code t} in {@code start .. end} of the tile, for each of {@code size} points.
     *
     * @return {@code [SIZE]}, overwritten by the next call
     */
    public float[] least(int start, int end, float[] offsets, int from, int size) {
        Arrays.fill(least, 0, size, Float.POSITIVE_INFINITY);
        for (int t = start; t < end; t++) {
            System.arraycopy(products, t * PointBlock.SIZE, row, 0, size);
            lower(row, offsets[from + t], least, size);
        }
        return least;
    }

    private static void lower(float[] values, float offset, float[] least, int size) {
        for (int p = 0; p < size; p++) {
            least[p] = Math.min(least[p], values[p] + offset);
        }
    }
}
