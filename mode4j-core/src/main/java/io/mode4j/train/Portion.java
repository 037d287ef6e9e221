package io.mode4j.train;

/**
 * The part of the {@link Schedule} that one model runs.
 *
 * <p>
 * A model may see more samples than its part is long, with the rate falling more slowly along it: so is the dense model trained that costs as much
 * as all experts together.
 *
 * @param from
 *            where on the axis it begins: 0 for a seed, the seed's end for what continues it
 * @param to
 *            where it ends
 * @param samples
 *            how many samples it sees on the way; rounded up to whole batches
 */
public record Portion(long from, long to, long samples) {

    /** Checks the order. */
    public Portion {
        if (from < 0 || to <= from || samples < 1) {
            throw new IllegalArgumentException("a portion needs 0 <= from < to and at least one sample, not from " + from + " to "
                    + to + " in " + samples + " samples");
        }
    }

    /** The part from {@code from} to {@code to} at its natural pace. */
    public static Portion of(long from, long to) {
        return new Portion(from, to, to - from);
    }

    /** The part in words, for recipes. */
    String describe() {
        return "Portion[from=%d, to=%d, samples=%d]".formatted(from, to, samples);
    }

    /** Optimiser steps of this part. */
    public long steps(int batchSize) {
        return Math.ceilDiv(samples, (long) batchSize);
    }

    /** Where on the axis a model is that has seen {@code seen} samples of this part. */
    public double position(long seen) {
        return from + (double) seen * (to - from) / samples;
    }
}
