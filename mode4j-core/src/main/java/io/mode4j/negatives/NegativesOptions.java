package io.mode4j.negatives;

import java.util.Optional;

/**
 * How negatives are measured.
 *
 * @param batches   of each kind; empty: after the data
 * @param threshold pairs whose embeddings have at least this cosine are likely false negatives of each other
 */
public record NegativesOptions(Optional<Integer> batches, double threshold) {

    /** Most captions in other words are above it, and few others ({@code docs/negatives.md}). */
    private static final double REWRITTEN = 0.9;
    private static final int BATCHES = 200;
    private static final int FEWEST_BATCHES = 10;
    /** More different pairs than these are looked at only where the option asks for it: minutes of a small model, and some hundred MB. */
    private static final int MOST_PAIRS = 65_536;

    /** Batches after the data, and a threshold for sentence embeddings. */
    public static NegativesOptions defaults() {
        return new NegativesOptions(Optional.empty(), REWRITTEN);
    }

    /** So many batches of each kind; at least 2, of which an interval can be told. */
    public NegativesOptions withBatches(int count) {
        if (count < 2) {
            throw new IllegalArgumentException("expected at least 2 batches, which an interval needs");
        }
        return new NegativesOptions(Optional.of(count), threshold);
    }

    /** Another threshold, above 0 and up to 1. */
    public NegativesOptions withThreshold(double cosine) {
        if (!(cosine > 0 && cosine <= 1)) {
            throw new IllegalArgumentException("expected a cosine above 0 and up to 1");
        }
        return new NegativesOptions(batches, cosine);
    }

    /**
     * How many batches there are of each model.
     *
     * @param rows  of the data set
     * @param drawn pairs of one batch of every model, together
     */
    int batches(long rows, long drawn) {
        int usual = rows <= MOST_PAIRS ? BATCHES : Math.clamp(MOST_PAIRS / drawn, FEWEST_BATCHES, BATCHES);
        return batches.orElse(usual);
    }
}
