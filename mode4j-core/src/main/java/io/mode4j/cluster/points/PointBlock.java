package io.mode4j.cluster.points;

import io.mode4j.linalg.OpenBlas;
import io.mode4j.linalg.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * A block of at most {@value #SIZE} points and the matrix products that measure their distances to tiles of centres.
 *
 * <p>P is the number of points in the block, D their dimension, T the number of centres in a tile (at most {@value #TILE}). Squared distances
 * are {@code |x|^2 - 2 x.c + |c|^2} in float32, after both are shifted by the same origin near them, which keeps the cancellation small for data
 * far from the origin; {@link #errorBound} bounds what remains. Not safe for use by several threads: each worker owns one.
 */
public final class PointBlock {
    public static final int SIZE = 512;
    public static final int TILE = 256; // with 512 points and 384 dimensions everything a product touches stays in the second and third cache

    private final Distance distance;
    private final float[] origin; // [D]
    private final float[] rows; // [P, D] as read (scaled to length one under cosine)
    private final float[] shifted; // [P, D]
    private final float[] norms = new float[SIZE]; // [P] of the shifted points
    private final float[] row; // [D] the point at work
    private float[] tile = {}; // [T, SIZE]
    private int size;

    public PointBlock(ShiftedCenters centers) {
        this(centers.distance(), centers.origin());
    }

    public PointBlock(Distance distance, float[] origin) {
        this.distance = distance;
        this.origin = origin;
        this.rows = new float[SIZE * origin.length];
        this.shifted = new float[SIZE * origin.length];
        this.row = new float[origin.length];
    }

    /** The points as compared, {@code [P, D]}. */
    public float[] rows() {
        return rows;
    }

    /** The points shifted, {@code [P, D]}. */
    public float[] shifted() {
        return shifted;
    }

    /** P. */
    public int size() {
        return size;
    }

    /** Squared length of a shifted point. */
    public float norm(int p) {
        return norms[p];
    }

    /** Loads points {@code from .. from + count}. */
    public void load(Points points, int from, int count) {
        points.read(from, count, rows);
        prepare(count, from, null);
    }

    /** Loads the points with the given indices, {@code indices[from] .. indices[from + count - 1]}. */
    public void gather(Points points, int[] indices, int from, int count) {
        points.select(indices).read(from, count, rows);
        prepare(count, from, indices);
    }

    private void prepare(int count, int from, int @Nullable [] indices) {
        int dim = origin.length;
        size = count;
        for (int p = 0; p < count; p++) {
            if (distance == Distance.COSINE) {
                Vectors.normalize(rows, p * dim, dim);
            }
            System.arraycopy(rows, p * dim, row, 0, dim);
            for (int d = 0; d < dim; d++) { // at the same index of all arrays, so that HotSpot vectorises it
                row[d] -= origin[d];
            }
            System.arraycopy(row, 0, shifted, p * dim, dim);
            norms[p] = OpenBlas.product(row, 0, row, 0, dim);
            if (!Float.isFinite(norms[p])) {
                throw notFinite(indices == null ? from + p : indices[from + p]);
            }
        }
    }

    public static UnfitPointsException notFinite(int point) {
        return new UnfitPointsException("point " + point + " holds NaN, an infinity or values too large for float32 squares; "
                + "expected finite embeddings. Make that embedding again, or leave its row out");
    }

    /**
     * Computes {@code -2 x.c} for centres {@code from .. to}, shifted: what is missing to squared distances are the norms of both.
     *
     * @return {@code [T, SIZE]}, a row a centre; overwritten by the next call
     */
    public float[] products(ShiftedCenters centers, int from, int to) {
        int count = to - from;
        if (tile.length < count * SIZE) {
            tile = new float[count * SIZE];
        }
        // always all places: a point's products are then the same bits wherever it stands, however points are cut into blocks
        OpenBlas.products(-2, centers.rows(), from, count, shifted, SIZE, origin.length, tile, SIZE);
        return tile;
    }

    /** {@code -2 x.c} of point p and one centre, shifted, in float32. */
    public float product(ShiftedCenters centers, int p, int center) {
        return -2 * OpenBlas.product(shifted, p * origin.length, centers.rows(), center * origin.length, origin.length);
    }

    /** How far a computed squared distance of point p may be from the exact one: the rounding of D float32 products, generously. */
    public float errorBound(ShiftedCenters centers, int p) {
        double reach = Math.sqrt(norms[p]) + centers.longest();
        return (float) ((centers.dim() + 8) * 0x1p-24 * reach * reach);
    }
}
