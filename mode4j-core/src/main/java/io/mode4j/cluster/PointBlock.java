package io.mode4j.cluster;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of at most {@value #SIZE} points, laid out so that HotSpot vectorises the work on it: one array per dimension, points side by
 * side, every inner loop over the points.
 *
 * <p>P is the number of points in the block, D their dimension, T the number of centres in a tile (at most {@value #TILE}). Squared distances
 * are {@code |x|^2 - 2 x.c + |c|^2} in float32, after both are shifted by the same origin near them, which keeps the cancellation small for data
 * far from the origin; {@link #errorBound} bounds what remains. Not safe for use by several threads: each worker owns one.
 */
final class PointBlock {
    static final int SIZE = 512;
    static final int TILE = 64;
    private static final int FUSED_DIMS = 8; // dims x points of one pass stay in the L1 cache: 8 x 512 x 4 bytes

    private final Distance distance;
    private final float[] origin; // [D]
    private final float[] rows; // [P, D] as read (scaled to length one under cosine)
    private final float[][] lanes; // [D][P] shifted
    private final float[] norms = new float[SIZE]; // [P] of the shifted points
    private final float[][] tile = new float[TILE][SIZE]; // [T][P]

    PointBlock(ShiftedCenters centers) {
        this(centers.distance(), centers.origin());
    }

    PointBlock(Distance distance, float[] origin) {
        this.distance = distance;
        this.origin = origin;
        this.rows = new float[SIZE * origin.length];
        this.lanes = new float[ShiftedCenters.padded(origin.length)][SIZE];
    }

    float[] rows() {
        return rows;
    }

    /** Loads points {@code from .. from + size}. */
    void load(Points points, int from, int size) {
        points.read(from, size, rows);
        prepare(size, from, null);
    }

    /** Loads the points with the given indices, {@code indices[from] .. indices[from + size - 1]}. */
    void gather(Points points, int[] indices, int from, int size) {
        points.select(indices).read(from, size, rows);
        prepare(size, from, indices);
    }

    private void prepare(int size, int from, int @Nullable [] indices) {
        int dim = origin.length;
        for (int p = 0; p < size; p++) {
            if (distance == Distance.COSINE) {
                Vectors.normalize(rows, p * dim, dim);
            }
            norms[p] = shifted(p, dim);
            if (!Float.isFinite(norms[p])) {
                throw notFinite(indices == null ? from + p : indices[from + p]);
            }
        }
    }

    static IllegalArgumentException notFinite(int point) {
        return new IllegalArgumentException("point " + point + " holds NaN, an infinity or values too large for float32 squares; "
                + "expected finite embeddings. Make that embedding again, or leave its row out");
    }

    private float shifted(int p, int dim) {
        double norm = 0;
        for (int d = 0; d < dim; d++) {
            float x = rows[p * dim + d] - origin[d];
            lanes[d][p] = x;
            norm += (double) x * x;
        }
        return (float) norm;
    }

    /** Squared distances {@code [T][P]} to centres {@code from .. to}; the result is overwritten by the next call. */
    float[][] squaredDistances(ShiftedCenters centers, int from, int to) {
        int tiles = to - from;
        for (int t = 0; t < tiles; t++) {
            Arrays.fill(tile[t], 0, SIZE, 0f);
        }
        for (int d = 0; d < lanes.length; d += FUSED_DIMS) {
            for (int t = 0; t + 1 < tiles; t += 2) {
                for (int e = d; e < d + FUSED_DIMS; e += 4) {
                    addTwoCenters(tile[t], tile[t + 1], centers.row(from + t), centers.row(from + t + 1), e, lanes);
                }
            }
            if (tiles % 2 == 1) {
                for (int e = d; e < d + FUSED_DIMS; e += 2) {
                    addOneCenter(tile[tiles - 1], centers.row(to - 1), e, lanes[e], lanes[e + 1]);
                }
            }
        }
        for (int t = 0; t < tiles; t++) {
            finish(tile[t], centers.norm(from + t), norms);
        }
        return tile;
    }

    /** How far a computed squared distance of point p may be from the exact one: the rounding of D float32 products, generously. */
    float errorBound(ShiftedCenters centers, int p) {
        double reach = Math.sqrt(norms[p]) + centers.longest();
        return (float) ((centers.dim() + 8) * 0x1p-24 * reach * reach);
    }

    /** Two centres, four dimensions at a time: all sums are made before any is stored, without which HotSpot does not vectorise the loop. */
    private static void addTwoCenters(float[] s, float[] t, float[] c, float[] e, int d, float[][] lanes) {
        float c0 = c[d];
        float c1 = c[d + 1];
        float c2 = c[d + 2];
        float c3 = c[d + 3];
        float e0 = e[d];
        float e1 = e[d + 1];
        float e2 = e[d + 2];
        float e3 = e[d + 3];
        float[] x0 = lanes[d];
        float[] x1 = lanes[d + 1];
        float[] x2 = lanes[d + 2];
        float[] x3 = lanes[d + 3];
        for (int p = 0; p < SIZE; p++) {
            float v0 = x0[p];
            float v1 = x1[p];
            float v2 = x2[p];
            float v3 = x3[p];
            float first = Math.fma(c3, v3, Math.fma(c2, v2, Math.fma(c1, v1, Math.fma(c0, v0, s[p]))));
            float second = Math.fma(e3, v3, Math.fma(e2, v2, Math.fma(e1, v1, Math.fma(e0, v0, t[p]))));
            s[p] = first;
            t[p] = second;
        }
    }

    private static void addOneCenter(float[] s, float[] c, int d, float[] x, float[] y) {
        float c0 = c[d];
        float c1 = c[d + 1];
        for (int p = 0; p < SIZE; p++) {
            s[p] = Math.fma(c1, y[p], Math.fma(c0, x[p], s[p]));
        }
    }

    private static void finish(float[] products, float centerNorm, float[] norms) {
        for (int p = 0; p < SIZE; p++) {
            products[p] = Math.max(0f, Math.fma(-2f, products[p], norms[p] + centerNorm));
        }
    }
}
