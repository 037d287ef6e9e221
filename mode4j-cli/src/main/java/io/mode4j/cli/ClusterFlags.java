package io.mode4j.cli;

import io.mode4j.cluster.Balance;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.Distance;
import picocli.CommandLine.Option;

/** Options of clustering. */
final class ClusterFlags {
    @Option(names = "--fine", paramLabel = "M", defaultValue = "0", description = "Fine centres. Default: after the data, 1024 from about 50,000 pairs on")
    private int fine;

    @Option(names = {"--experts",
        "--coarse"}, paramLabel = "N", defaultValue = "4", description = "Coarse clusters, one for each expert. Default: ${DEFAULT-VALUE}")
    private int experts;

    @Option(names = "--sample", paramLabel = "SHARE", defaultValue = "0.05", description = "The share of the pairs that the fine centres are fitted on, more when there are few. Default: ${DEFAULT-VALUE}")
    private double sample;

    @Option(names = "--distance", paramLabel = "D", defaultValue = "EUCLIDEAN", description = "euclidean or cosine. Default: euclidean")
    private Distance distance;

    @Option(names = "--hierarchy", paramLabel = "KIND", defaultValue = "TWO_STEP", description = "two_step, or for ablations one_step or random. Default: two_step")
    private ClusterOptions.Kind kind;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "20", description = "The most iterations of a fit. Default: ${DEFAULT-VALUE}")
    private int iterations;

    @Option(names = "--restarts", paramLabel = "N", defaultValue = "1", description = "Fits from different first centres, of which the best is kept. Default: ${DEFAULT-VALUE}")
    private int restarts;

    ClusterOptions options(long seed) {
        return new ClusterOptions(kind, fine, experts, sample, distance, Balance.STRICT, iterations, restarts, seed,
                Runtime.getRuntime().availableProcessors());
    }
}
