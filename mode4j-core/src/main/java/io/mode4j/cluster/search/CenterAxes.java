package io.mode4j.cluster.search;

import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.linalg.OpenBlas;
import io.mode4j.linalg.Vectors;
import java.util.Arrays;

/**
 * The {@value #COUNT} directions in which centres vary most, roughly: a few steps of subspace iteration on their second moments, from the first
 * centres. Any orthonormal directions would do for {@link RoundedCenters}; the better these are, the fewer centres stay in question.
 */
final class CenterAxes {
    static final int COUNT = 64;
    private static final int STEPS = 4;

    private CenterAxes() {}

    /**
     * Orthonormal rows {@code [COUNT, D]}; zeros from row D on.
     *
     * @param centers at least {@value #COUNT}
     */
    static float[] of(ShiftedCenters centers) {
        int dim = centers.dim();
        float[] columns = transposed(centers.rows(), centers.count(), dim); // [D, K]
        float[] moments = new float[dim * dim];
        OpenBlas.products(1, columns, 0, dim, columns, dim, centers.count(), moments, dim);
        float[] axes = orthonormal(Arrays.copyOf(centers.rows(), COUNT * dim), dim);
        for (int step = 0; step < STEPS; step++) {
            float[] turned = new float[axes.length];
            OpenBlas.products(1, axes, 0, COUNT, moments, dim, dim, turned, dim);
            axes = orthonormal(turned, dim);
        }
        return axes;
    }

    private static float[] transposed(float[] rows, int count, int dim) {
        float[] columns = new float[rows.length];
        for (int k = 0; k < count; k++) {
            for (int d = 0; d < dim; d++) {
                columns[d * count + k] = rows[k * dim + d];
            }
        }
        return columns;
    }

    private static float[] orthonormal(float[] rows, int dim) {
        int count = Math.min(COUNT, dim);
        double[] columns = new double[count * dim];
        Arrays.setAll(columns, i -> rows[i]);
        OpenBlas.orthonormalize(columns, count, dim);
        float[] result = new float[rows.length];
        for (int i = 0; i < columns.length; i++) {
            result[i] = (float) columns[i];
        }
        return result;
    }
}
