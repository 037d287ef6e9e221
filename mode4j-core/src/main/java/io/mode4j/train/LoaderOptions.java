package io.mode4j.train;

/**
 * How samples become batches.
 *
 * @param batchSize
 *            pairs a batch
 * @param workers
 *            threads that read, decode and tokenise; their number never changes a batch
 * @param maxSkippedShare
 *            the run fails when more than this share of the samples drawn so far is undecodable
 */
record LoaderOptions(int batchSize, int workers, double maxSkippedShare) {

    /** Batches decoded ahead of the model. */
    static final int AHEAD = 3;

    /** Samples drawn before the share of undecodable ones is judged. */
    static final int JUDGED_FROM = 1000;
}
