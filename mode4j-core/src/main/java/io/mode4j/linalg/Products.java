package io.mode4j.linalg;

import io.mode4j.format.Npy;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * Rows of a matrix product, {@code [R, E] x [C, E]^T} times a factor, computed by the block on all cores. Every number is summed in the order of E, so the result
 * does not depend on the number of threads. Holds {@code [E, C]} and a block of rows; not thread-safe.
 */
public final class Products implements Npy.RowSource {

    private static final int BLOCK = 64;

    private final float[][] left;
    private final float[][] rightByDim;
    private final int columns;
    private final float factor;
    private float[][] block = new float[0][];
    private long blockStart;

    /**
     * The rows of a product, computed when they are asked for.
     *
     * @param left   {@code [R, E]}
     * @param right  {@code [C, E]}, at least one row
     * @param factor of every number
     */
    public Products(float[][] left, float[][] right, double factor) {
        this.left = left;
        this.columns = right.length;
        this.factor = (float) factor;
        this.rightByDim = new float[right[0].length][columns];
        for (int c = 0; c < columns; c++) {
            for (int e = 0; e < rightByDim.length; e++) {
                rightByDim[e][c] = right[c][e];
            }
        }
    }

    @Override
    public void row(long r, float[] into) throws IOException {
        if (r < blockStart || r >= blockStart + block.length) {
            blockStart = r;
            int count = (int) Math.min(BLOCK, left.length - r);
            block = IntStream.range(0, count).parallel().mapToObj(i -> product(left[(int) r + i])).toArray(float[][]::new);
        }
        float[] row = block[(int) (r - blockStart)];
        for (int c = 0; c < columns; c++) {
            if (!Float.isFinite(row[c])) {
                throw new IOException("score [%d, %d] is %s; a finite number expected".formatted(r, c, row[c]));
            }
        }
        System.arraycopy(row, 0, into, 0, columns);
    }

    private float[] product(float[] one) {
        float[] sums = new float[columns];
        for (int e = 0; e < one.length; e++) {
            add(sums, one[e], rightByDim[e]);
        }
        for (int c = 0; c < columns; c++) {
            sums[c] *= factor;
        }
        return sums;
    }

    // a method of its own: the compiler vectorises this loop
    private static void add(float[] sums, float factor, float[] values) {
        for (int c = 0; c < sums.length; c++) {
            sums[c] += factor * values[c];
        }
    }
}
