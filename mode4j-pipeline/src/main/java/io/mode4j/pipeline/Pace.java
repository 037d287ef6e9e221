package io.mode4j.pipeline;

import io.mode4j.train.Span;
import org.jspecify.annotations.Nullable;

/**
 * How long, and in which steps, the models of a run are trained. What is null follows the number of pairs, as {@link TrainingDefaults} says.
 *
 * @param seedSpan how long the seed trains; epochs are of all pairs
 * @param expertSpan how long every expert goes on from there
 * @param batchSize pairs a step; never more than a model has
 * @param warmup of the learning rate, at the seed's beginning
 */
public record Pace(@Nullable Span seedSpan, @Nullable Span expertSpan, @Nullable Integer batchSize, @Nullable Span warmup) {

    /**
     * Checks what can be checked without knowing the data.
     *
     * @throws IllegalArgumentException if a number is out of range, or the warm-up is longer than the schedule whatever the data are
     */
    public Pace {
        requireLength("--seed-span", seedSpan);
        requireLength("--expert-span", expertSpan);
        if (batchSize != null && batchSize < 2) {
            throw new IllegalArgumentException("--batch-size " + batchSize + ": a contrastive batch needs at least 2 pairs");
        }
        if (seedSpan != null && expertSpan != null && warmup != null && seedSpan.unit() == expertSpan.unit()
                && seedSpan.unit() == warmup.unit() && warmup.amount() >= seedSpan.amount() + expertSpan.amount()) {
            throw new IllegalArgumentException("--warmup " + warmup + ": not shorter than the schedule, which is --seed-span " + seedSpan
                    + " and --expert-span " + expertSpan + "; shorten it, or let it follow the data (auto)");
        }
    }

    /** Everything follows the data. */
    public static Pace auto() {
        return new Pace(null, null, null, null);
    }

    private static void requireLength(String option, @Nullable Span span) {
        if (span != null && span.amount() == 0) {
            throw new IllegalArgumentException(
                    option + " " + span + ": nothing would be trained; lengthen it, or let it follow the data (auto)");
        }
    }
}
