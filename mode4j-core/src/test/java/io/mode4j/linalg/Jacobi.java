package io.mode4j.linalg;

import java.util.Arrays;

/**
 * Eigenvalues and vectors of a symmetric matrix {@code [k, k]} by Jacobi's rotations: slow, and simple enough to be believed.
 *
 * @param values {@code [k]}, falling
 * @param vectors {@code [k, k]}, column j for value j
 */
@SuppressWarnings("ArrayRecordComponent") // matrices, shared on purpose; nobody compares these
record Jacobi(double[] values, double[][] vectors) {
    private static final int SWEEPS = 50;
    private static final double ENOUGH = 1e-15;

    static Jacobi of(double[][] symmetric) {
        int k = symmetric.length;
        double[][] a = new double[k][];
        Arrays.setAll(a, i -> symmetric[i].clone());
        double[][] v = new double[k][k];
        for (int i = 0; i < k; i++) {
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS && offDiagonal(a) > ENOUGH; sweep++) {
            for (int p = 0; p < k; p++) {
                for (int q = p + 1; q < k; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        return sorted(a, v);
    }

    /** The share of the matrix that is not on its diagonal. */
    private static double offDiagonal(double[][] a) {
        double off = 0;
        double all = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                all += a[i][j] * a[i][j];
                off += i == j ? 0 : a[i][j] * a[i][j];
            }
        }
        return all == 0 ? 0 : Math.sqrt(off / all);
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cos = 1 / Math.sqrt(t * t + 1);
        double sin = t * cos;
        for (int i = 0; i < a.length; i++) {
            turn(a[i], p, q, cos, sin);
            turn(v[i], p, q, cos, sin);
        }
        for (int j = 0; j < a.length; j++) {
            double upper = a[p][j];
            double lower = a[q][j];
            a[p][j] = cos * upper - sin * lower;
            a[q][j] = sin * upper + cos * lower;
        }
    }

    private static void turn(double[] row, int p, int q, double cos, double sin) {
        double left = row[p];
        double right = row[q];
        row[p] = cos * left - sin * right;
        row[q] = sin * left + cos * right;
    }

    private static Jacobi sorted(double[][] a, double[][] v) {
        int k = a.length;
        Integer[] order = new Integer[k];
        Arrays.setAll(order, j -> j);
        Arrays.sort(order, (i, j) -> Double.compare(a[j][j], a[i][i]));
        double[] values = new double[k];
        double[][] vectors = new double[k][k];
        for (int j = 0; j < k; j++) {
            int from = order[j];
            values[j] = a[from][from];
            for (int i = 0; i < k; i++) {
                vectors[i][j] = v[i][from];
            }
        }
        return new Jacobi(values, vectors);
    }
}
