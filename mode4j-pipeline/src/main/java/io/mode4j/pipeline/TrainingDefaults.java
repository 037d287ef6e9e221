package io.mode4j.pipeline;

/**
 * How models are trained when nothing else is said, by how much data there is. docs/commands.md says what was measured.
 *
 * @param pairs all that are trained on
 */
record TrainingDefaults(long pairs) {
    private static final int LARGEST_BATCH = 256;
    private static final int SMALLEST_BATCH = 16;
    private static final int BATCHES_AN_EPOCH = 16;
    private static final double MOST_EPOCHS = 27;
    private static final double LEAST_EPOCHS = 18;
    private static final double EXPERT_EPOCHS = 5;
    private static final double PAIRS_AN_EPOCH = 600;
    private static final int WARMUP_STEPS = 200;
    private static final int WARMUPS_A_SCHEDULE = 10;

    /** A power of two that leaves {@value #BATCHES_AN_EPOCH} batches to an epoch, within bounds. */
    int batchSize() {
        return Math.clamp(Long.highestOneBit(Math.max(1, pairs / BATCHES_AN_EPOCH)), SMALLEST_BATCH, LARGEST_BATCH);
    }

    /** The paper's 27 epochs where there are many pairs; fewer where recall on held-out pairs gained nothing by the last of them. */
    long seedSamples() {
        return Math.round(epochs() * pairs);
    }

    /** As in the paper, 5 epochs of all pairs for 27 of the seed. */
    long expertSamples() {
        return Math.round(epochs() * EXPERT_EPOCHS / MOST_EPOCHS * pairs);
    }

    /**
     * Samples until the peak of the learning rate.
     *
     * @param schedule all samples of seed and expert
     */
    long warmup(int batchSize, long schedule) {
        return Math.min((long) WARMUP_STEPS * batchSize, schedule / WARMUPS_A_SCHEDULE);
    }

    private double epochs() {
        return Math.clamp((double) pairs / PAIRS_AN_EPOCH, LEAST_EPOCHS, MOST_EPOCHS);
    }
}
