package io.mode4j.cluster.search;

import io.mode4j.linalg.OpenBlas;
import io.mode4j.linalg.Vectors;

/**
 * Vectors rounded to signed bytes, each with a scale of its own, and how much the rounding took from each: {@code v = scale * bytes + rest}. With
 * {@code |rest|} and the lengths known, Cauchy and Schwarz bound what an inner product of bytes misses:
 *
 * <pre>|x.c - scale_x scale_c (bytes_x . bytes_c)| &lt;= |rest_x| |c| + |x - rest_x| |rest_c|.</pre>
 *
 * <p>n is the number of vectors, D their dimension. Rows are written by one thread, then read by any.
 */
final class ByteRows {
    /** The largest signed byte in use, so that a vector and its opposite round alike. */
    static final int MOST = 127;
    private static final double ROUNDING = 0x1p-20; // of the float32 steps between a vector and its parts and of sums over them, generously

    private final int dim;
    private final int most;
    private final byte[] values; // [n, D]
    private final float[] scales; // [n]
    private final double[] rests; // [n] |rest|, rounded up
    private final float[] rest; // [D] of the row at work

    /** Room for {@code count} vectors of bytes between {@code -most} and {@code most}. */
    ByteRows(int count, int dim, int most) {
        this.dim = dim;
        this.most = most;
        this.values = new byte[Math.multiplyExact(count, dim)];
        this.scales = new float[count];
        this.rests = new double[count];
        this.rest = new float[dim];
    }

    /** Rounds a vector {@code [D]} of the given length. */
    void set(int row, float[] vector, double length) {
        float largest = 0;
        for (int d = 0; d < dim; d++) {
            largest = Math.max(largest, Math.abs(vector[d]));
        }
        float scale = Math.max(largest / most, Float.MIN_NORMAL);
        float steps = 1 / scale;
        int start = row * dim;
        for (int d = 0; d < dim; d++) {
            // values lie within -most and most; cutting off after adding most and a half rounds to the nearest
            values[start + d] = (byte) ((int) (vector[d] * steps + (most + 0.5f)) - most);
        }
        for (int d = 0; d < dim; d++) {
            rest[d] = vector[d] - scale * values[start + d];
        }
        scales[row] = scale;
        rests[row] = Math.sqrt(OpenBlas.product(rest, 0, rest, 0, dim)) * (1 + ROUNDING) + ROUNDING * length;
    }

    /** {@code [n, D]}; not a copy. */
    byte[] values() {
        return values;
    }

    float scale(int row) {
        return scales[row];
    }

    /** {@code [n]}; not a copy. */
    float[] scales() {
        return scales;
    }

    /** The length of what rounding took, at most. */
    double rest(int row) {
        return rests[row];
    }
}
