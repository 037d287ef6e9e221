package io.mode4j.cluster;

import java.util.Arrays;

/**
 * {@code -2 x.c} of a block of P points and a tile of T centres, in float32, or from bytes, which takes a quarter or half of the time (where
 * {@link OneDnn#fast}). The least values over groups of at most {@value #GROUP} centres tell which few groups are worth a look at each of their centres.
 *
 * <p>The loops are such that HotSpot (25) vectorises them: arrays of one type are read and written at the same index, since it cannot rule out that
 * they are the same array. One per worker and set of centres.
 */
final class ProductTile {
    static final int GROUP = 16;

    private final float[] least = new float[PointBlock.SIZE];
    private final float[] row = new float[PointBlock.SIZE];
    private final int[] byteRow = new int[PointBlock.SIZE];
    private float[] products = {}; // [T, SIZE]
    private int[] byteProducts = {}; // [T, SIZE]
    private byte[] bytes = {}; // [K, D] of the centres
    private float[] factors = {}; // [T] of the products of bytes
    private float[] scales = {}; // [P] likewise
    private boolean rounded;

    /** Computes the products of the block's points and centres {@code from .. to}, both shifted; {@code asBytes} rounds both first. */
    void compute(PointBlock block, ShiftedCenters centers, int from, int to, boolean asBytes) {
        rounded = asBytes;
        if (!rounded) {
            products = block.products(centers, from, to);
            return;
        }
        int count = to - from;
        if (byteProducts.length < count * PointBlock.SIZE) {
            byteProducts = new int[count * PointBlock.SIZE];
            factors = new float[count];
        }
        for (int t = 0; t < count; t++) {
            factors[t] = -2 * centers.bytes().scale(from + t);
        }
        if (bytes.length == 0) {
            bytes = OneDnn.counted(centers.bytes().values());
        }
        ByteRows points = block.bytes();
        scales = points.scales();
        OneDnn.products(bytes, from, count, points.values(), block.size(), centers.dim(), byteProducts,
                PointBlock.SIZE);
    }

    /** {@code -2 x.c} of centre t of the tile and point p of the block. */
    float product(int t, int p) {
        return rounded ? byteProducts[t * PointBlock.SIZE + p] * (factors[t] * scales[p]) : products[t * PointBlock.SIZE + p];
    }

    /**
     * The least {@code product(t, p) + offsets[from + t]} over centres {@code t} in {@code start .. end} of the tile, for each of {@code size} points.
     *
     * @return {@code [SIZE]}, overwritten by the next call
     */
    float[] least(int start, int end, float[] offsets, int from, int size) {
        Arrays.fill(least, 0, size, Float.POSITIVE_INFINITY);
        for (int t = start; t < end; t++) {
            if (rounded) {
                System.arraycopy(byteProducts, t * PointBlock.SIZE, byteRow, 0, size);
                lower(byteRow, factors[t], scales, offsets[from + t], least, size);
            } else {
                System.arraycopy(products, t * PointBlock.SIZE, row, 0, size);
                lower(row, offsets[from + t], least, size);
            }
        }
        return least;
    }

    private static void lower(int[] values, float factor, float[] scales, float offset, float[] least, int size) {
        for (int p = 0; p < size; p++) {
            least[p] = Math.min(least[p], values[p] * (factor * scales[p]) + offset);
        }
    }

    private static void lower(float[] values, float offset, float[] least, int size) {
        for (int p = 0; p < size; p++) {
            least[p] = Math.min(least[p], values[p] + offset);
        }
    }
}
