package io.mode4j.cli;

import io.mode4j.pipeline.Pace;
import io.mode4j.train.Span;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of how long, and in which steps, models are trained. */
final class PaceFlags {
    private static final String AUTO = "auto";

    @Option(names = "--seed-span", paramLabel = "SPAN", defaultValue = AUTO, description = "How long the seed model trains: '300k samples', '27 epochs' or '1000 steps'. auto: 18 epochs, and more from 10,800 pairs on, an epoch for every 600 pairs, up to the 27 of the paper. Default: ${DEFAULT-VALUE}")
    String seedSpan;

    @Option(names = "--expert-span", paramLabel = "SPAN", defaultValue = AUTO, description = "How long each expert (and the dense baseline) goes on after the seed, epochs being of all pairs. auto: 5/27 of the seed's. Default: ${DEFAULT-VALUE}")
    String expertSpan;

    @Option(names = "--batch-size", paramLabel = "N", defaultValue = AUTO, description = "Pairs a step; a model that has fewer pairs takes all of them. auto: 256, and less below 4,096 pairs: the largest power of two that leaves 16 batches to an epoch, 16 at least. Default: ${DEFAULT-VALUE}")
    String batchSize;

    @Option(names = "--warmup", paramLabel = "SPAN", defaultValue = AUTO, description = "Linear warm-up of the learning rate. auto: 200 steps, but at most a tenth of the schedule. Default: ${DEFAULT-VALUE}")
    String warmup;

    Pace pace() {
        return new Pace(span("--seed-span", seedSpan), span("--expert-span", expertSpan), batch(), span("--warmup", warmup));
    }

    /** A span, or null for auto. */
    static @Nullable Span span(String option, String text) {
        try {
            return text.equals(AUTO) ? null : Span.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage() + "; or auto", e);
        }
    }

    private @Nullable Integer batch() {
        try {
            return batchSize.equals(AUTO) ? null : Integer.valueOf(batchSize);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--batch-size: expected auto or a number of pairs, such as 256, found '" + batchSize + "'",
                    e);
        }
    }
}
