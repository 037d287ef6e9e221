package io.mode4j.cluster.points;

import io.mode4j.format.NpyMatrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A set of N points of D dimensions that a fit reads in blocks, as often as it needs. Implementations are safe for use by several threads and
 * always answer with the same values.
 */
public interface Points {
    /** N. */
    int size();

    /** D. */
    int dim();

    /**
     * Reads {@code count} consecutive points.
     *
     * @param from index of the first
     * @param count how many
     * @param into receives {@code [count, D]}, row major, from its start
     * @throws UncheckedIOException if a file cannot be read
     */
    void read(int from, int count, float[] into);

    /** Points held in an array {@code [N, D]}, row major, which is not copied. */
    static Points of(float[] values, int dim) {
        return new ArrayPoints(values, dim);
    }

    /** The rows of one or more matrices, in their order; the matrices stay open and belong to the caller. */
    static Points of(List<NpyMatrix> matrices) throws IOException {
        return new MatrixPoints(matrices);
    }

    /** Some of these points, given by their indices in any order; the array is not copied. */
    default Points select(int[] indices) {
        return new SelectedPoints(this, indices);
    }
}
