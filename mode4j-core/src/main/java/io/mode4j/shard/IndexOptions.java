package io.mode4j.shard;

/**
 * Options of {@link IndexStage}; but for the holdout, none of them changes what a successful run writes.
 *
 * @param maxSkippedShare the run fails when a larger share of the samples cannot be used, between 0 and 1
 * @param workers how many shards are read at a time
 * @param holdout which pairs are kept from training
 */
public record IndexOptions(double maxSkippedShare, int workers, Holdout holdout) {
    /** Checks the ranges. */
    public IndexOptions {
        if (!(maxSkippedShare >= 0 && maxSkippedShare <= 1)) {
            throw new IllegalArgumentException("maxSkippedShare must be between 0 and 1, not " + maxSkippedShare);
        }
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1, not " + workers);
        }
    }

    /** Holds nothing out. */
    public IndexOptions(double maxSkippedShare, int workers) {
        this(maxSkippedShare, workers, Holdout.NONE);
    }

    /** {@return a tenth of the samples may be skipped; one worker a processor; nothing is held out} */
    public static IndexOptions defaults() {
        return new IndexOptions(0.10, Runtime.getRuntime().availableProcessors());
    }

    /** {@return the same, with pairs held out} */
    public IndexOptions withHoldout(Holdout other) {
        return new IndexOptions(maxSkippedShare, workers, other);
    }
}
