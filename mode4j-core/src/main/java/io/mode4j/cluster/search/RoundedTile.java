package io.mode4j.cluster.search;

import io.mode4j.cluster.points.PointBlock;
import io.mode4j.linalg.OneDnn;
import io.mode4j.linalg.OpenBlas;
import java.util.Arrays;

/**
 * Squared distances from products of bytes, of vectors on the axes of {@link RoundedCenters}; {@code 2 out(x) out(c)} is taken off, so that none is too
 * large by more than its error.
 *
 * <p>The loops are such that HotSpot (25) vectorises them: arrays of one type are read and written at the same index, since it cannot rule out that
 * they are the same array.
 */
final class RoundedTile implements DistanceTile {
    private final RoundedCenters centers;
    private final int dim; // d
    private final ByteRows points;
    private final float[] turned; // [P, d]
    private final float[] row; // [d]
    private final float[] outside = new float[PointBlock.SIZE]; // [P] out(x)
    private final float[] errors = new float[PointBlock.SIZE]; // [P]
    private final int[] products = new int[PointBlock.TILE * PointBlock.SIZE]; // [T, SIZE]
    private final int[] productsOfOne = new int[PointBlock.SIZE];
    private final float[] factors = new float[PointBlock.TILE]; // of the products
    private final float[] norms = new float[PointBlock.TILE]; // |c|^2
    private final float[] taken = new float[PointBlock.TILE]; // -2 out(c)
    private int size;

    RoundedTile(RoundedCenters centers) {
        this.centers = centers;
        this.dim = centers.dim();
        this.points = new ByteRows(PointBlock.SIZE, dim, ByteRows.MOST);
        this.turned = new float[centers.turns() ? PointBlock.SIZE * dim : 0];
        this.row = new float[dim];
    }

    @Override
    public void load(PointBlock block) {
        size = block.size();
        float[] vectors = centers.turn(block.shifted(), size, turned);
        for (int p = 0; p < size; p++) {
            System.arraycopy(vectors, p * dim, row, 0, dim);
            float norm = centers.turns() ? OpenBlas.product(row, 0, row, 0, dim) : block.norm(p);
            points.set(p, row, Math.sqrt(norm));
            outside[p] = centers.outside(block.norm(p), norm);
            errors[p] = centers.error(block.norm(p), norm, points.rest(p)) + block.errorBound(centers.centers(), p);
        }
    }

    @Override
    public float error(int p) {
        return errors[p];
    }

    @Override
    public void compute(int start, int end) {
        for (int k = start; k < end; k++) {
            factors[k - start] = -2 * centers.scale(k);
            norms[k - start] = centers.centers().norms()[k];
            taken[k - start] = -2 * centers.outside()[k];
        }
        OneDnn.products(centers.bytes(), start, end - start, points.values(), size, dim, products, PointBlock.SIZE);
    }

    @Override
    public float value(int t, int p) {
        return products[t * PointBlock.SIZE + p] * (factors[t] * points.scale(p)) + (norms[t] + taken[t] * outside[p]);
    }

    @Override
    public void least(int start, int end, float[] least) {
        Arrays.fill(least, 0, size, Float.POSITIVE_INFINITY);
        for (int t = start; t < end; t++) {
            System.arraycopy(products, t * PointBlock.SIZE, productsOfOne, 0, size);
            lower(productsOfOne, factors[t], points.scales(), norms[t], taken[t], outside, least, size);
        }
    }

    private static void lower(int[] products, float factor, float[] scales, float norm, float taken, float[] outside, float[] least,
            int size) {
        for (int p = 0; p < size; p++) {
            least[p] = Math.min(least[p], products[p] * (factor * scales[p]) + (norm + taken * outside[p]));
        }
    }
}
