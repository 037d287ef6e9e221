package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.points.Distance;
import java.util.Set;

/** Options of clustering. */
final class ClusterFlags extends Flags<ClusterOptions> {
    ClusterFlags() {
        super(ClusterOptions.defaults());
        automatic("--fine", "M", Value.COUNT, ClusterOptions::withFine,
                "Fine centres. auto: after the data, 1024 from about 50,000 pairs on.");
        flag("--experts, --coarse", "N", Value.COUNT, ClusterOptions::coarse, ClusterOptions::withCoarse,
                "Coarse clusters, one for each expert.");
        flag("--sample", "SHARE", Value.NUMBER, ClusterOptions::sample, ClusterOptions::withSample,
                "The share of the pairs that the fine centres are fitted on, more when there are few.");
        flag("--duplicates", "HOW", Value.of(ClusterOptions.Duplicates.class), ClusterOptions::duplicates, ClusterOptions::withDuplicates,
                "Equal embeddings (captions that repeat) count in the fit of the fine centres: cap, at most as often as a cluster holds points; keep, as often as they are there; once.");
        flag("--distance", "D", Value.of(Distance.class), ClusterOptions::distance, ClusterOptions::withDistance, "euclidean or cosine.");
        flag("--hierarchy", "KIND", Value.of(ClusterOptions.Kind.class), ClusterOptions::kind, ClusterOptions::withKind,
                "two-step, or for ablations one-step or random.");
        flag("--init", "HOW", Value.of(Init.class), options -> Init.of(options.init()), (options, init) -> options.withInit(init.init),
                "The first centres: plusplus (greedy k-means++), or random points.");
        flag("--iterations", "N", Value.COUNT, ClusterOptions::iterations, ClusterOptions::withIterations, "The most iterations of a fit.");
        flag("--restarts", "N", Value.COUNT, ClusterOptions::restarts, ClusterOptions::withRestarts,
                "Fits from different first centres, of which the best is kept.");
        flag("--balance-slack", "SHARE", Value.NUMBER, options -> options.balance().slack(),
                (options, slack) -> options.withBalance(new Balance(slack, options.balance().maxGap())),
                "How far cluster sizes on the sample may be from equal: 0.1 is ten percent, 0 a difference of one.");
        flag("--max-gap", "SHARE", Value.NUMBER, options -> options.balance().maxGap(),
                (options, gap) -> options.withBalance(new Balance(options.balance().slack(), gap)),
                "The largest duality gap of a balanced assignment, as a share of its cost; 0 is exact.");
        onOff("--unbalanced", ClusterFlags::unbalanced, "Plain k-means on both levels, without any limit on sizes.");
        flag("--passes", "N", Value.COUNT, ClusterOptions::passes, ClusterOptions::withPasses,
                "Passes over all pairs after the fit on the sample, each of which moves the fine centres to the means of all their pairs.");
        flag("--coarse-map", "HOW", Value.of(ClusterOptions.CoarseMap.class), ClusterOptions::coarseMap, ClusterOptions::withCoarseMap,
                "Which coarse cluster a fine centre belongs to: balanced, as the coarse fit assigned it, or nearest, by the nearest coarse centre as in the reference code.");
    }

    /** Ways to choose the first centres. */
    private enum Init {
        PLUSPLUS(KMeansOptions.Init.PLUS_PLUS),
        RANDOM(KMeansOptions.Init.RANDOM);

        private final KMeansOptions.Init init;

        Init(KMeansOptions.Init init) {
            this.init = init;
        }

        static Init of(KMeansOptions.Init init) {
            return init == KMeansOptions.Init.RANDOM ? RANDOM : PLUSPLUS;
        }
    }

    private static ClusterOptions unbalanced(ClusterOptions options) {
        if (options.balance().slack() != 0) {
            throw new IllegalArgumentException("it has no limit on sizes, option balance-slack " + options.balance().slack()
                    + " is one: give one of them");
        }
        return options.withBalance(Balance.NONE);
    }

    ClusterOptions options(long seed, int threads) {
        return options().withSeed(seed).withThreads(threads);
    }

    @Override
    public Set<StageName> stages() {
        return Set.of(StageName.CLUSTER);
    }
}
