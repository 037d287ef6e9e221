package io.mode4j.bench;

import java.io.IOException;

/** One of the indices of vectors that are compared. */
interface VectorPeer extends AutoCloseable {
    /** Its name in the results. */
    String name();

    /** Makes the index, once; says how long that took, in seconds. */
    double build() throws IOException;

    /**
     * The places [queries, k] of the nearest vectors, one query after another.
     *
     * @param effort how many the graph is asked for: as much as {@code ef}
     */
    int[][] search(int k, int effort) throws IOException;

    /** How long the last search took, in seconds. */
    double seconds();

    @Override
    void close() throws IOException;
}
