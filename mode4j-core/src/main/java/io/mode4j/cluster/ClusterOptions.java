package io.mode4j.cluster;

import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.kmeans.StreamingFit;
import io.mode4j.cluster.points.Distance;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the cluster stage is to make.
 *
 * @param kind of hierarchy
 * @param fine m, the number of fine centres; 0 lets it follow the data, see {@link #fineFor}
 * @param coarse n, the number of coarse clusters, one for each expert
 * @param sample share of the rows to fit on; more are taken when that is fewer than {@value #POINTS_PER_CENTER} points a fine centre
 * @param duplicates how often equal embeddings count there
 * @param distance between embeddings
 * @param fitting how centres are fitted, on both levels
 * @param coarseMap how fine centres come to their coarse cluster
 * @param seed of all random choices
 * @param threads to work on; they do not change the result
 */
public record ClusterOptions(Kind kind, int fine, int coarse, double sample, Duplicates duplicates, Distance distance, Fitting fitting,
        CoarseMap coarseMap, long seed, int threads) {
    static final int POINTS_PER_CENTER = 128;
    private static final int MOST_FINE = 1024;
    private static final int ROWS_PER_FINE = 48;

    /** How fine centres and coarse clusters come about. */
    public enum Kind {
        /** Fine centres from the embeddings, coarse clusters from the fine centres: the paper's way. */
        TWO_STEP,
        /** The fine centres are the coarse clusters: n of them (ablation). */
        ONE_STEP,
        /** Every pair goes to one of n clusters by chance (ablation). */
        RANDOM
    }

    /** How often equal embeddings count in the fit of the fine centres. */
    public enum Duplicates {
        /** At most as often as a cluster holds points, so that they make no second centre of their own. */
        CAP,
        /** As often as there are. */
        KEEP,
        /** Once. */
        ONCE
    }

    /** How fine centres come to their coarse cluster. */
    public enum CoarseMap {
        /** As the balanced fit of the coarse clusters assigned them: each gets its share. */
        BALANCED,
        /** To the nearest coarse centre, as the reference code does: shares may differ. */
        NEAREST
    }

    /**
     * How centres are fitted.
     *
     * @param init how the first centres are chosen
     * @param balance of the sizes, on both levels
     * @param iterations most iterations of a fit
     * @param restarts fits from different first centres, of which the best is kept
     * @param passes over all rows after the fit of the fine centres on the sample, see {@link StreamingFit}
     */
    public record Fitting(KMeansOptions.Init init, Balance balance, int iterations, int restarts, int passes) {
        /** k-means++, sizes that differ by at most one, at most 20 iterations, one start, the sample alone. */
        public static final Fitting STANDARD = new Fitting(KMeansOptions.Init.PLUS_PLUS, Balance.STRICT, 20, 1, 0);

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is out of range
         */
        public Fitting {
            if (iterations < 1 || restarts < 1 || passes < 0) {
                throw new IllegalArgumentException("iterations and restarts must be at least 1 and passes at least 0, found " + iterations
                        + ", " + restarts + ", " + passes);
            }
        }
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public ClusterOptions {
        if (fine < 0 || coarse < 1 || threads < 1) {
            throw new IllegalArgumentException("fine must be at least 0 and coarse and threads at least 1, found " + fine + ", " + coarse
                    + ", " + threads);
        }
        if (kind == Kind.TWO_STEP && fine > 0 && fine < coarse) {
            throw new IllegalArgumentException("fine " + fine + " must be >= coarse " + coarse);
        }
        if (!(sample > 0 && sample <= 1)) {
            throw new IllegalArgumentException("sample must be in (0, 1], found " + sample);
        }
        if (kind == Kind.RANDOM && fitting.passes > 0) {
            throw new IllegalArgumentException("a random split has no centres to fit: passes must be 0, found " + fitting.passes);
        }
        if (kind != Kind.TWO_STEP && coarseMap == CoarseMap.NEAREST) {
            throw new IllegalArgumentException("a nearest coarse centre needs two steps, found " + kind);
        }
    }

    /** Two steps, m after the data, a sample of 5 %, equal embeddings capped, Euclidean, the standard fitting, all processors. */
    public static ClusterOptions of(int coarse, long seed) {
        return new ClusterOptions(Kind.TWO_STEP, 0, coarse, 0.05, Duplicates.CAP, Distance.EUCLIDEAN, Fitting.STANDARD, CoarseMap.BALANCED,
                seed,
                Runtime.getRuntime().availableProcessors());
    }

    /**
     * The number of fine centres for this many rows: as asked for, or the largest power of two up to 1,024 that leaves {@value #ROWS_PER_FINE}
     * rows or more to each (1,024 from 49,152 rows on), and n at least.
     */
    public int fineFor(int rows) {
        if (kind != Kind.TWO_STEP) {
            return coarse;
        }
        int most = Math.clamp(rows / ROWS_PER_FINE, 1, MOST_FINE);
        return fine > 0 ? fine : Math.max(coarse, Integer.highestOneBit(most));
    }

    /** How many rows to fit on. */
    public int sampleFor(int rows) {
        long enough = Math.max((long) Math.ceil(sample * rows), (long) POINTS_PER_CENTER * fineFor(rows));
        return (int) Math.min(rows, enough);
    }

    SortedMap<String, String> configuration() {
        SortedMap<String, String> all = new TreeMap<>();
        all.put("kind", kind.name());
        all.put("fine", fine == 0 ? "auto" : Integer.toString(fine));
        all.put("coarse", Integer.toString(coarse));
        all.put("sample", Double.toString(sample));
        all.put("distance", distance.name());
        all.put("balance_slack", Double.toString(fitting.balance.slack()));
        all.put("max_gap", Double.toString(fitting.balance.maxGap()));
        all.put("iterations", Integer.toString(fitting.iterations));
        all.put("restarts", Integer.toString(fitting.restarts));
        all.put("seed", Long.toString(seed));
        // what came later is named where it is not as it always was, so that older clusters stay valid
        if (fitting.init != KMeansOptions.Init.PLUS_PLUS) {
            all.put("init", fitting.init.name());
        }
        if (fitting.passes > 0) {
            all.put("passes", Integer.toString(fitting.passes));
        }
        if (duplicates != Duplicates.KEEP && kind != Kind.RANDOM) {
            all.put("duplicates", duplicates.name());
        }
        if (coarseMap != CoarseMap.BALANCED) {
            all.put("coarse_map", coarseMap.name());
        }
        return all;
    }

    KMeansOptions fit(int clusters) {
        return new KMeansOptions(clusters, fitting.iterations, 1e-4, distance, fitting.init, fitting.restarts, seed, threads);
    }
}
