package io.mode4j.task;

import io.mode4j.format.Npy;
import io.mode4j.linalg.Products;

/**
 * A model's answers, row by row.
 *
 * @param rows    how many
 * @param columns of each
 * @param source  gives the rows in their order
 */
public record ScoreMatrix(int rows, int columns, Npy.RowSource source) {

    /** Rows as they are, {@code [R, E]}. */
    static ScoreMatrix rows(float[][] rows) {
        return new ScoreMatrix(rows.length, rows[0].length, (r, into) -> System.arraycopy(rows[(int) r], 0, into, 0, into.length));
    }

    /** Every row of {@code left} {@code [R, E]} with every row of {@code right} {@code [C, E]}: their products times a factor. */
    public static ScoreMatrix products(float[][] left, float[][] right, double factor) {
        return new ScoreMatrix(left.length, right.length, new Products(left, right, factor));
    }
}
