package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.ensemble.ModelNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Refuses clusters that would leave an expert without pairs, as soon as that can be known. Stateless. */
final class EnoughPairs {
    private static final int LEAST = 2; // a contrastive loss tells pairs apart

    private EnoughPairs() {}

    /**
     * Checks how many clusters were asked for.
     *
     * @throws UnsuitedOptionException if there are too few pairs for them
     */
    static void requireFor(ClusterOptions options, long pairs) throws BadInputException {
        if (pairs < (long) LEAST * options.coarse()) {
            throw new UnsuitedOptionException("experts",
                    "%d: %d pairs are fewer than %d for each; give at most %d, or more shards (option shards)"
                            .formatted(options.coarse(), pairs, LEAST, Math.max(1, pairs / LEAST)));
        }
        if (options.fineFor(pairs) > pairs) {
            throw new UnsuitedOptionException("fine",
                    "%d: there are only %d pairs; give fewer, or leave it out to let it follow the data"
                            .formatted(options.fine(), pairs));
        }
    }

    /**
     * Checks how many pairs came to each coarse cluster.
     *
     * @param assignments folder of the assign stage, done
     * @throws BadInputException if an expert has too few to train on
     */
    static void requireForExperts(Path assignments) throws IOException {
        List<?> sizes = (List<?>) Manifest.read(assignments).summary().getOrDefault("coarse_sizes", List.of());
        for (int expert = 0; expert < sizes.size(); expert++) {
            long size = ((Number) sizes.get(expert)).longValue();
            if (size < LEAST) {
                throw new BadInputException(
                        ("%s would have nothing to train on: %s to coarse cluster %d; the clusters have %s pairs. Cluster anew with fewer experts"
                                + " (option redo cluster option experts %d), or embed other captions or the pictures (option redo embed with option caption or option embedding)")
                                .formatted(ModelNames.expert(expert), size == 0 ? "no pair came" : "one pair alone came", expert, sizes,
                                        Math.max(1, sizes.size() - 1)));
            }
        }
    }
}
