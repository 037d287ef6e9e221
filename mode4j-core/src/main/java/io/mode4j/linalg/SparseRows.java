package io.mode4j.linalg;

import java.util.Arrays;

/**
 * A matrix A {@code [N, D]} by the numbers in each row that are not zero. The arrays are not copied: nobody changes them.
 *
 * @param dim D
 * @param columns of each row, where its numbers stand
 * @param values of each row, its numbers
 */
@SuppressWarnings("ArrayRecordComponent") // a matrix, shared on purpose; nobody compares these
public record SparseRows(int dim, int[][] columns, float[][] values) {

    /** Row {@code i} times {@code right} {@code [D, k]}, into {@code [k]}. */
    public void times(int i, double[][] right, double[] into) {
        Arrays.fill(into, 0);
        for (int e = 0; e < columns[i].length; e++) {
            double value = values[i][e];
            double[] row = right[columns[i][e]];
            for (int j = 0; j < into.length; j++) {
                into[j] += value * row[j];
            }
        }
    }

    /** {@code A^T A right}, {@code [D, k]}. */
    double[][] squareTimes(double[][] right) {
        int k = right[0].length;
        double[][] result = new double[dim][k];
        double[] product = new double[k];
        for (int i = 0; i < columns.length; i++) {
            times(i, right, product);
            for (int e = 0; e < columns[i].length; e++) {
                double value = values[i][e];
                double[] row = result[columns[i][e]];
                for (int j = 0; j < k; j++) {
                    row[j] += value * product[j];
                }
            }
        }
        return result;
    }
}
