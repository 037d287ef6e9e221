package io.mode4j.linalg;

import io.mode4j.artifact.RandomStream;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The leading right singular vectors of a matrix A {@code [N, D]}: truncated SVD by subspace iteration from a seeded start (Halko, Martinsson and
 * Tropp, 2011), with {@value #EXTRA} directions more than are asked for while it iterates. Each axis points to where its largest number is positive,
 * so that the result does not flip. Runs on one thread.
 *
 * @param axes {@code [D, k]}, orthonormal columns, the leading one first; zeros where A has no more directions
 * @param singular {@code [k]}, falling
 */
@SuppressWarnings("ArrayRecordComponent") // matrices, shared on purpose; nobody compares these
public record LeadingAxes(double[][] axes, double[] singular) {
    private static final int EXTRA = 10;
    private static final double NOTHING = 1e-14;

    public static LeadingAxes of(SparseRows rows, int count, int iterations, long seed) {
        int width = Math.min(count + EXTRA, rows.dim());
        RandomGenerator random = RandomStream.of(seed, "singular vectors");
        double[][] space = new double[rows.dim()][width];
        for (double[] row : space) {
            Arrays.setAll(row, _ -> random.nextGaussian());
        }
        for (int i = 0; i < iterations; i++) {
            space = orthonormal(rows.squareTimes(space));
        }
        Eigen small = Eigen.of(product(space, rows.squareTimes(space)));
        int kept = Math.min(count, width);
        double[][] axes = times(space, small.vectors(), kept);
        flip(axes, kept);
        return new LeadingAxes(axes, Arrays.stream(small.values(), 0, kept).map(value -> Math.sqrt(Math.max(0, value))).toArray());
    }

    /** An orthonormal base of the columns' space. Twice: the first time leaves what the squared condition of the columns blurs. */
    private static double[][] orthonormal(double[][] columns) {
        return whitened(whitened(columns));
    }

    private static double[][] whitened(double[][] columns) {
        Eigen gram = Eigen.of(product(columns, columns));
        double[][] scaled = gram.vectors();
        for (double[] row : scaled) {
            for (int j = 0; j < row.length; j++) {
                double value = gram.values()[j];
                row[j] = value > NOTHING * gram.values()[0] ? row[j] / Math.sqrt(value) : 0;
            }
        }
        return times(columns, scaled, scaled.length);
    }

    /** {@code a^T b}, {@code [k, k]}, from {@code [D, k]} both. */
    private static double[][] product(double[][] a, double[][] b) {
        int width = a[0].length;
        double[][] product = new double[width][width];
        for (int d = 0; d < a.length; d++) {
            for (int i = 0; i < width; i++) {
                double factor = a[d][i];
                double[] into = product[i];
                double[] row = b[d];
                for (int j = 0; j < width; j++) {
                    into[j] += factor * row[j];
                }
            }
        }
        return product;
    }

    /** {@code [D, w]} times the first columns of {@code [w, w]}. */
    private static double[][] times(double[][] left, double[][] right, int columns) {
        double[][] result = new double[left.length][columns];
        for (int d = 0; d < left.length; d++) {
            for (int i = 0; i < right.length; i++) {
                double factor = left[d][i];
                for (int j = 0; j < columns; j++) {
                    result[d][j] += factor * right[i][j];
                }
            }
        }
        return result;
    }

    private static void flip(double[][] axes, int count) {
        for (int j = 0; j < count; j++) {
            double extreme = 0;
            for (double[] row : axes) {
                extreme = Math.abs(row[j]) > Math.abs(extreme) ? row[j] : extreme;
            }
            if (extreme < 0) {
                for (double[] row : axes) {
                    row[j] = -row[j];
                }
            }
        }
    }
}
