package io.mode4j.cli;

import io.mode4j.cluster.ClusterOptions.Fitting;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.points.Distance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of clustering. */
final class ClusterFlags {
    @Option(names = "--fine", paramLabel = "M", description = "Fine centres. Default: after the data, 1024 from about 50,000 pairs on")
    private @Nullable Integer fine;

    @Option(names = {"--experts",
        "--coarse"}, paramLabel = "N", defaultValue = "4", description = "Coarse clusters, one for each expert. Default: ${DEFAULT-VALUE}")
    private int experts;

    @Option(names = "--sample", paramLabel = "SHARE", defaultValue = "0.05", description = "The share of the pairs that the fine centres are fitted on, more when there are few. Default: ${DEFAULT-VALUE}")
    private double sample;

    @Option(names = "--duplicates", paramLabel = "HOW", defaultValue = "CAP", description = "Equal embeddings (captions that repeat) count in the fit of the fine centres: cap, at most as often as a cluster holds points; keep, as often as they are there; once. Default: cap")
    private ClusterOptions.Duplicates duplicates;

    @Option(names = "--distance", paramLabel = "D", defaultValue = "EUCLIDEAN", description = "euclidean or cosine. Default: euclidean")
    private Distance distance;

    @Option(names = "--hierarchy", paramLabel = "KIND", defaultValue = "TWO_STEP", description = "two_step, or for ablations one_step or random. Default: two_step")
    private ClusterOptions.Kind kind;

    @Option(names = "--init", paramLabel = "HOW", defaultValue = "PLUSPLUS", description = "The first centres: plusplus (greedy k-means++), or random points. Default: plusplus")
    private Init init;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "20", description = "The most iterations of a fit. Default: ${DEFAULT-VALUE}")
    private int iterations;

    @Option(names = "--restarts", paramLabel = "N", defaultValue = "1", description = "Fits from different first centres, of which the best is kept. Default: ${DEFAULT-VALUE}")
    private int restarts;

    @Option(names = "--balance-slack", paramLabel = "SHARE", defaultValue = "0", description = "How far cluster sizes on the sample may be from equal: 0.1 is ten percent, 0 a difference of one. Default: ${DEFAULT-VALUE}")
    private double slack;

    @Option(names = "--max-gap", paramLabel = "SHARE", defaultValue = "0.001", description = "The largest duality gap of a balanced assignment, as a share of its cost; 0 is exact. Default: ${DEFAULT-VALUE}")
    private double maxGap;

    @Option(names = "--unbalanced", description = "Plain k-means on both levels, without any limit on sizes.")
    private boolean unbalanced;

    @Option(names = "--passes", paramLabel = "N", defaultValue = "0", description = "Passes over all pairs after the fit on the sample, each of which moves the fine centres to the means of all their pairs. Default: ${DEFAULT-VALUE}")
    private int passes;

    @Option(names = "--coarse-map", paramLabel = "HOW", defaultValue = "BALANCED", description = "Which coarse cluster a fine centre belongs to: balanced, as the coarse fit assigned it, or nearest, by the nearest coarse centre as in the reference code. Default: balanced")
    private ClusterOptions.CoarseMap coarseMap;

    /** Ways to choose the first centres. */
    enum Init {
        PLUSPLUS(KMeansOptions.Init.PLUS_PLUS),
        RANDOM(KMeansOptions.Init.RANDOM);

        private final KMeansOptions.Init init;

        Init(KMeansOptions.Init init) {
            this.init = init;
        }
    }

    ClusterOptions options(long seed) {
        if (unbalanced && slack != 0) {
            throw new IllegalArgumentException(
                    "--unbalanced has no limit on sizes, --balance-slack " + slack + " is one: give one of them");
        }
        if (fine != null && fine < 1) {
            throw new IllegalArgumentException(
                    "--fine must be at least 1, found " + fine + "; leave it out to let it follow the data");
        }
        Balance balance = unbalanced ? Balance.NONE : new Balance(slack, maxGap);
        return new ClusterOptions(kind, fine == null ? 0 : fine, experts, sample, duplicates, distance,
                new Fitting(init.init, balance, iterations, restarts, passes),
                coarseMap, seed, Runtime.getRuntime().availableProcessors());
    }
}
