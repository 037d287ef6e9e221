package io.mode4j.cluster;

import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.balanced.Capacity;
import io.mode4j.cluster.balanced.Certificate;
import io.mode4j.cluster.balanced.FitWatcher;
import io.mode4j.cluster.kmeans.BalancedKMeans;
import io.mode4j.cluster.kmeans.EqualCenters;
import io.mode4j.cluster.kmeans.Fit;
import io.mode4j.cluster.kmeans.KMeans;
import io.mode4j.cluster.kmeans.Lloyd;
import io.mode4j.cluster.kmeans.StreamingFit;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.PointsSource;
import io.mode4j.cluster.points.UnfitPointsException;
import io.mode4j.progress.Progress;
import io.mode4j.work.Runner;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Fits both levels of the hierarchy, and keeps what there is to say about it. Used once, by one thread. */
final class HierarchyFit {
    private static final System.Logger LOG = System.getLogger(HierarchyFit.class.getName());

    private final ClusterOptions options;
    private final Progress progress;
    private final Runner runner;
    private final Map<String, Object> summary = new LinkedHashMap<>();

    /** A fit whose passes over all points are made by {@code runner}. */
    HierarchyFit(ClusterOptions options, Progress progress, Runner runner) {
        this.options = options;
        this.progress = progress;
        this.runner = runner;
    }

    /**
     * The clusters of some points.
     *
     * @param sample of all points
     * @param rows how many these are
     * @param source all points, for the runner
     */
    Clusters fit(Points sample, long rows, PointsSource source) {
        summary.put("rows", rows);
        summary.put("sample", sample.size());
        if (options.kind() == ClusterOptions.Kind.RANDOM) {
            return same(randomSplit(sample));
        }
        int wanted = options.fineFor(rows);
        Capacity.check(sample.size(), wanted);
        CountedPoints counted = CountedPoints.of(sample, wanted, options);
        tell(counted, wanted);
        Fit fine = fit("fine clusters", counted.points(), Math.min(wanted, counted.distinct()), options.balance());
        summary.put("fine", describe(fine));
        if (options.passes() > 0) {
            fine = streamed(source, rows, counted.points(), fine);
        }
        fine = distinct(fine);
        return options.kind() == ClusterOptions.Kind.TWO_STEP ? twoSteps(fine) : same(fine);
    }

    private void tell(CountedPoints counted, int wanted) {
        summary.put("duplicates", counted.summary());
        if (counted.distinct() < options.coarse()) {
            throw new UnfitPointsException("the sample of " + counted.sampled() + " embeddings has only " + counted.distinct()
                    + " distinct ones, too few for " + options.coarse()
                    + " experts; ask for fewer experts, or cluster another caption of each pair");
        }
        if (counted.fewer()) {
            LOG.log(Level.INFO, counted.toString());
        }
        if (counted.distinct() < wanted) {
            LOG.log(Level.INFO, "there are only {0} distinct embeddings: as many fine centres are fitted, not {1}", counted.distinct(),
                    wanted);
        }
    }

    /** Without centres that are equal to another; a pile of equal points that fills several clusters makes such. */
    private Fit distinct(Fit fine) {
        Fit merged = EqualCenters.merged(fine);
        int count = merged.centers().count();
        if (count == fine.centers().count()) {
            return fine;
        }
        LOG.log(Level.INFO, "{0} of {1} fine centres were equal to another and are merged with it; option duplicates cap makes none such",
                fine.centers().count() - count, fine.centers().count());
        if (count < options.coarse()) {
            throw new UnfitPointsException("only " + count + " distinct fine centres are left for " + options.coarse()
                    + " experts; ask for fewer experts or more fine centres, or let equal embeddings count less (option duplicates cap)");
        }
        summary.put("merged_centers", fine.centers().count() - count);
        return merged;
    }

    /** Counts and sizes of both levels, as the manifest says them. */
    Map<String, Object> summary() {
        return summary;
    }

    private Clusters twoSteps(Fit fine) {
        // m centres are few: the coarse clusters are optimal for their centres
        Balance balance = options.balance().none() ? Balance.NONE : new Balance(options.balance().slack(), 0);
        Fit coarse = fit("coarse clusters", Points.of(fine.centers().values(), fine.centers().dim()), options.coarse(), balance);
        summary.put("coarse", describe(coarse));
        int[] map = options.coarseMap() == ClusterOptions.CoarseMap.BALANCED ? coarse.assignment()
                : nearest(fine.centers(), coarse.centers());
        return new Clusters(fine.centers(), fine.sizes(), fine.meanDistances(), coarse.centers(), map, options.distance());
    }

    private int[] nearest(Centers fine, Centers coarse) {
        int dim = fine.dim();
        int[] map = new int[fine.count()];
        for (int k = 0; k < map.length; k++) {
            int own = k * dim;
            map[k] = IntStream.range(0, coarse.count())
                    .boxed()
                    .min(Comparator.comparingDouble(c -> options.distance().between(fine.values(), own, coarse.values(), c * dim, dim)))
                    .orElseThrow();
        }
        for (int c = 0; c < coarse.count(); c++) {
            int wanted = c;
            if (Arrays.stream(map).noneMatch(found -> found == wanted)) {
                throw new UnfitPointsException(
                        "coarse cluster " + c + " is the nearest of no fine centre, so that its expert would have no"
                                + " data; use option coarse-map balanced, or fewer experts");
            }
        }
        return map;
    }

    private Clusters same(Fit fit) {
        int[] same = new int[fit.centers().count()];
        Arrays.setAll(same, k -> k);
        return new Clusters(fit.centers(), fit.sizes(), fit.meanDistances(), fit.centers(), same, options.distance());
    }

    private Fit fit(String what, Points points, int clusters, Balance balance) {
        try (Progress.Bar bar = progress.start(what, (long) options.iterations() * options.restarts(), "iterations")) {
            FitWatcher watcher = watcher(bar, points.size());
            Fit fit = balance.none() ? KMeans.fit(points, options.fit(clusters), watcher)
                    : BalancedKMeans.fit(points, options.fit(clusters), balance, watcher);
            double gap = fit.certificate().map(Certificate::gap).orElse(0.0);
            if (gap > balance.maxGap()) {
                LOG.log(Level.WARNING,
                        "the sizes of the {0} are right, but at a cost of up to {1} % above the least (option max-gap {2} %)",
                        what,
                        100 * gap, 100 * balance.maxGap());
            }
            return fit;
        }
    }

    private static FitWatcher watcher(Progress.Bar bar, long points) {
        return new FitWatcher() {
            @Override
            public void iteration(double objective) {
                bar.advance(1);
                bar.note("objective " + (float) (objective / points) + " a point");
            }

            @Override
            public void within(String what) {
                bar.note(what);
            }
        };
    }

    private Fit streamed(PointsSource source, long points, Points sample, Fit fine) {
        int passes = options.passes();
        try (Progress.Bar bar = progress.start("passes over all pairs", passes + 1L, "passes")) {
            Fit fit = new StreamingFit(options.fit(fine.centers().count()), options.balance(), watcher(bar, points), runner)
                    .run(source, points, sample, fine.centers(), passes);
            summary.put("streamed", describe(fit));
            return fit;
        }
    }

    /** Clusters of equal size by chance; their centres are the means, all near the mean of everything. */
    private Fit randomSplit(Points sample) {
        int[] order = new int[sample.size()];
        Arrays.setAll(order, i -> i % options.coarse());
        RandomStream.shuffle(order, RandomStream.of(options.seed(), "random split"));
        Lloyd lloyd = new Lloyd(sample, options.fit(options.coarse()).withIterations(2), _ -> {});
        Centers nowhere = new Centers(options.coarse(), sample.dim(), new float[options.coarse() * sample.dim()]);
        Fit fit = lloyd.run(nowhere, centers -> new Lloyd.Assigned(centers, order, Optional.empty()));
        summary.put("fine", describe(fit));
        return fit;
    }

    private static Map<String, Object> describe(Fit fit) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("clusters", fit.centers().count());
        facts.put("smallest", Arrays.stream(fit.sizes()).min().orElse(0));
        facts.put("largest", Arrays.stream(fit.sizes()).max().orElse(0));
        facts.put("inertia", fit.objective());
        facts.put("iterations", fit.iterations());
        fit.certificate().ifPresent(certificate -> facts.put("duality_gap", certificate.gap()));
        return facts;
    }
}
