package io.mode4j.task;

import io.mode4j.format.NpyMatrix;

/**
 * A matrix of scores, read row by row so that it need not fit into memory: logits {@code [images, classes]} or similarities {@code [texts, images]}.
 */
public interface Scores {

    /** Number of rows. */
    int rows();

    /** Number of columns. */
    int columns();

    /** Puts row {@code r} into the first {@link #columns()} places of {@code into}. */
    void row(int r, double[] into);

    /** The scores in a file, as they are. The caller keeps and closes the matrix. */
    static Scores of(NpyMatrix matrix) {
        float[] row = new float[matrix.dim()];
        return new Scores() {
            @Override
            public int rows() {
                return Math.toIntExact(matrix.rows());
            }

            @Override
            public int columns() {
                return matrix.dim();
            }

            @Override
            public void row(int r, double[] into) {
                matrix.row(r, row);
                for (int i = 0; i < row.length; i++) {
                    into[i] = row[i];
                }
            }
        };
    }
}
