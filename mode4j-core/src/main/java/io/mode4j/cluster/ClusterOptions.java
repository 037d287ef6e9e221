package io.mode4j.cluster;

import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.kmeans.StreamingFit;
import io.mode4j.cluster.points.Distance;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What the cluster stage is to make. Immutable: every {@code with} gives another. */
public final class ClusterOptions implements Cloneable {
    static final int POINTS_PER_CENTER = 128;
    private static final int MOST_FINE = 1024;
    private static final int ROWS_PER_FINE = 48;
    private static final int MOST_ROWS = Integer.MAX_VALUE - 8; // in memory

    private Kind kind = Kind.TWO_STEP;
    private int fine;
    private int coarse = 4;
    private double sample = 0.05;
    private Duplicates duplicates = Duplicates.CAP;
    private Distance distance = Distance.EUCLIDEAN;
    private KMeansOptions.Init init = KMeansOptions.Init.PLUS_PLUS;
    private int iterations = 20;
    private int restarts = 1;
    private Balance balance = Balance.STRICT;
    private int passes;
    private CoarseMap coarseMap = CoarseMap.BALANCED;
    private long seed;
    private int threads = Runtime.getRuntime().availableProcessors();

    private ClusterOptions() {}

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

    /** {@return two steps, m after the data, four experts, a sample of 5 %, equal embeddings capped, Euclidean, balanced, all processors} */
    public static ClusterOptions defaults() {
        return new ClusterOptions();
    }

    /** {@return the defaults with so many coarse clusters and a seed} */
    public static ClusterOptions of(int coarse, long seed) {
        return defaults().withCoarse(coarse).withSeed(seed);
    }

    /** {@return the kind of hierarchy} */
    public Kind kind() {
        return kind;
    }

    /** {@return the same with another kind of hierarchy} */
    public ClusterOptions withKind(Kind other) {
        return with(options -> options.kind = other);
    }

    /** {@return m, the number of fine centres; 0 lets it follow the data, see {@link #fineFor}} */
    public int fine() {
        return fine;
    }

    /** {@return the same with another number of fine centres} */
    public ClusterOptions withFine(int other) {
        require(other >= 1, "expected at least 1; or auto, to let it follow the data");
        return with(options -> options.fine = other);
    }

    /** {@return n, the number of coarse clusters, one for each expert} */
    public int coarse() {
        return coarse;
    }

    /** {@return the same with another number of coarse clusters} */
    public ClusterOptions withCoarse(int other) {
        require(other >= 1, "expected at least 1");
        return with(options -> options.coarse = other);
    }

    /** {@return the share of the rows to fit on; more are taken when that is fewer than {@value #POINTS_PER_CENTER} points a fine centre} */
    public double sample() {
        return sample;
    }

    /** {@return the same with another sample} */
    public ClusterOptions withSample(double other) {
        require(other > 0 && other <= 1, "expected a share in (0, 1]");
        return with(options -> options.sample = other);
    }

    /** {@return how often equal embeddings count there} */
    public Duplicates duplicates() {
        return duplicates;
    }

    /** {@return the same with another count of equal embeddings} */
    public ClusterOptions withDuplicates(Duplicates other) {
        return with(options -> options.duplicates = other);
    }

    /** {@return the distance between embeddings} */
    public Distance distance() {
        return distance;
    }

    /** {@return the same with another distance} */
    public ClusterOptions withDistance(Distance other) {
        return with(options -> options.distance = other);
    }

    /** {@return how the first centres are chosen} */
    public KMeansOptions.Init init() {
        return init;
    }

    /** {@return the same with another choice of first centres} */
    public ClusterOptions withInit(KMeansOptions.Init other) {
        return with(options -> options.init = other);
    }

    /** {@return the most iterations of a fit} */
    public int iterations() {
        return iterations;
    }

    /** {@return the same with another limit of iterations} */
    public ClusterOptions withIterations(int other) {
        require(other >= 1, "expected at least 1");
        return with(options -> options.iterations = other);
    }

    /** {@return the fits from different first centres, of which the best is kept} */
    public int restarts() {
        return restarts;
    }

    /** {@return the same with another number of fits} */
    public ClusterOptions withRestarts(int other) {
        require(other >= 1, "expected at least 1");
        return with(options -> options.restarts = other);
    }

    /** {@return the balance of the sizes, on both levels} */
    public Balance balance() {
        return balance;
    }

    /** {@return the same with another balance of the sizes} */
    public ClusterOptions withBalance(Balance other) {
        return with(options -> options.balance = other);
    }

    /** {@return the passes over all rows after the fit of the fine centres on the sample, see {@link StreamingFit}} */
    public int passes() {
        return passes;
    }

    /** {@return the same with another number of passes} */
    public ClusterOptions withPasses(int other) {
        require(other >= 0, "expected at least 0");
        return with(options -> options.passes = other);
    }

    /** {@return how fine centres come to their coarse cluster} */
    public CoarseMap coarseMap() {
        return coarseMap;
    }

    /** {@return the same with another way of fine centres to their coarse cluster} */
    public ClusterOptions withCoarseMap(CoarseMap other) {
        return with(options -> options.coarseMap = other);
    }

    /** {@return the seed of all random choices} */
    public long seed() {
        return seed;
    }

    /** {@return the same with another seed} */
    public ClusterOptions withSeed(long other) {
        return with(options -> options.seed = other);
    }

    /** {@return the threads to work on; they do not change the result} */
    public int threads() {
        return threads;
    }

    /** {@return the same with another number of threads} */
    public ClusterOptions withThreads(int other) {
        require(other >= 1, "expected at least 1");
        return with(options -> options.threads = other);
    }

    /**
     * Checks what options say together.
     *
     * @throws IllegalArgumentException if they contradict each other
     */
    public void check() {
        require(kind != Kind.TWO_STEP || fine == 0 || fine >= coarse,
                "option fine " + fine + ": expected at least option experts " + coarse);
        require(kind != Kind.RANDOM || passes == 0, "option passes " + passes + ": a random split has no centres to fit");
        require(kind == Kind.TWO_STEP || coarseMap == CoarseMap.BALANCED,
                "option coarse-map nearest: a nearest coarse centre needs two steps");
    }

    /**
     * The number of fine centres for this many rows: as asked for, or the largest power of two up to 1,024 that leaves {@value #ROWS_PER_FINE}
     * rows or more to each (1,024 from 49,152 rows on), and n at least.
     */
    public int fineFor(long rows) {
        if (kind != Kind.TWO_STEP) {
            return coarse;
        }
        int most = Math.clamp(rows / ROWS_PER_FINE, 1, MOST_FINE);
        return fine > 0 ? fine : Math.max(coarse, Integer.highestOneBit(most));
    }

    /** How many rows to fit on. */
    public int sampleFor(long rows) {
        long enough = Math.max((long) Math.ceil(sample * rows), (long) POINTS_PER_CENTER * fineFor(rows));
        return (int) Math.min(MOST_ROWS, Math.min(rows, enough));
    }

    SortedMap<String, String> configuration() {
        SortedMap<String, String> all = new TreeMap<>();
        all.put("kind", kind.name());
        all.put("fine", fine == 0 ? "auto" : Integer.toString(fine));
        all.put("coarse", Integer.toString(coarse));
        all.put("sample", Double.toString(sample));
        all.put("distance", distance.name());
        all.put("balance_slack", Double.toString(balance.slack()));
        all.put("max_gap", Double.toString(balance.maxGap()));
        all.put("iterations", Integer.toString(iterations));
        all.put("restarts", Integer.toString(restarts));
        all.put("seed", Long.toString(seed));
        // what came later is named where it is not as it always was, so that older clusters stay valid
        if (init != KMeansOptions.Init.PLUS_PLUS) {
            all.put("init", init.name());
        }
        if (passes > 0) {
            all.put("passes", Integer.toString(passes));
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
        return new KMeansOptions(clusters, iterations, 1e-4, distance, init, restarts, seed, threads);
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException(complaint);
        }
    }

    private ClusterOptions with(Consumer<ClusterOptions> change) {
        try {
            ClusterOptions copy = (ClusterOptions) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
