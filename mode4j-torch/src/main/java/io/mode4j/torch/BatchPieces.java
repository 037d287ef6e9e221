package io.mode4j.torch;

/**
 * How a batch of n pairs is cut: pieces of equal size but for one pair, of which each worker computes every so many-th.
 *
 * @param pairs
 *            n
 * @param count
 *            of pieces
 * @param workers
 *            how many are computed at once, at most all; one where a rank has no pairs, and so no pieces
 */
record BatchPieces(int pairs, int count, int workers) {
    private static final int SMALLEST = 2; // pairs: fewer are not worth a worker

    /**
     * {@return a piece for each worker, or as many more as keep them small enough}
     *
     * @param chunkSize
     *            the most pairs of a piece
     */
    static BatchPieces of(int pairs, int workers, int chunkSize) {
        int count = pairs == 0 ? 0 : Math.max(Math.clamp(pairs / SMALLEST, 1, workers), Math.ceilDiv(pairs, chunkSize));
        return new BatchPieces(pairs, count, Math.clamp(count, 1, workers));
    }

    /** Whether every piece has a worker of its own, which can keep its graph until the gradients come. */
    boolean areKept() {
        return count <= workers;
    }

    /** {@return the first pair of a piece} */
    int from(int piece) {
        return (int) ((long) pairs * piece / count);
    }

    /** {@return how many pairs a piece has} */
    int size(int piece) {
        return from(piece + 1) - from(piece);
    }
}
