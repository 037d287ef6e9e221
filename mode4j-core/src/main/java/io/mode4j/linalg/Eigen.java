package io.mode4j.linalg;

/**
 * Eigenvalues and vectors of a symmetric matrix {@code [k, k]}. Stateless.
 *
 * @param values {@code [k]}, falling
 * @param vectors {@code [k, k]}, column j for value j; its number farthest from 0 is positive
 */
@SuppressWarnings("ArrayRecordComponent") // matrices, shared on purpose; nobody compares these
record Eigen(double[] values, double[][] vectors) {

    static Eigen of(double[][] symmetric) {
        int k = symmetric.length;
        double[] rows = new double[k * k]; // the vectors, after the call
        for (int i = 0; i < k; i++) {
            System.arraycopy(symmetric[i], 0, rows, i * k, k);
        }
        double[] rising = OpenBlas.eigenvectors(rows, k);
        double[] values = new double[k];
        double[][] vectors = new double[k][k];
        for (int j = 0; j < k; j++) {
            int from = k - 1 - j;
            values[j] = rising[from];
            for (int i = 0; i < k; i++) {
                vectors[i][j] = rows[from * k + i];
            }
        }
        turnOver(vectors);
        return new Eigen(values, vectors);
    }

    /** Turns each column over whose number farthest from 0 is negative, so that signs do not depend on how the columns were found. */
    static void turnOver(double[][] columns) {
        for (int j = 0; j < columns[0].length; j++) {
            double extreme = 0;
            for (double[] row : columns) {
                extreme = Math.abs(row[j]) > Math.abs(extreme) ? row[j] : extreme;
            }
            for (double[] row : columns) {
                row[j] = extreme < 0 ? -row[j] : row[j];
            }
        }
    }
}
