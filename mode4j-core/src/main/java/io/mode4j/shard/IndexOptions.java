package io.mode4j.shard;

/**
 * Options of {@link IndexStage}; none of them changes what a successful run writes.
 *
 * @param maxSkippedShare the run fails when a larger share of the samples cannot be used, between 0 and 1
 * @param workers how many shards are read at a time
 */
public record IndexOptions(double maxSkippedShare, int workers) {
    /** Checks the ranges. */
    public IndexOptions {
        if (!(maxSkippedShare >= 0 && maxSkippedShare <= 1)) {
            throw new IllegalArgumentException("maxSkippedShare must be between 0 and 1, not " + maxSkippedShare);
        }
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1, not " + workers);
        }
    }

    /** {@return a tenth of the samples may be skipped; one worker a processor} */
    public static IndexOptions defaults() {
        return new IndexOptions(0.10, Runtime.getRuntime().availableProcessors());
    }
}
