package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.balanced.FitWatcher;
import io.mode4j.cluster.balanced.Moves;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.PointsSource;
import io.mode4j.work.Runner;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves centres that were fitted on a sample to where all points have them: passes over all points, in each of which every point goes to the centre
 * with the least squared distance plus price, and every centre then to the mean of all its points. Without balance the prices are 0, and a pass is an
 * iteration of plain k-means. With balance the prices begin where the sample is balanced and follow the sizes that all points give, so that these come
 * near to equal, but not exactly; for the sizes that result, no assignment costs less.
 *
 * <p>A pass only needs {@link PassStatistics} of each part of the points, added up: parts may be counted anywhere. Memory: the statistics, and a block
 * of points a thread. Not safe for use by several threads.
 */
public final class StreamingFit {
    private static final int PARTS = 64; // fixed, so that sums are added in the same order for any number of threads
    private static final int LEAST_PART = 8 * PointBlock.SIZE;
    private static final int MOST_PART = 1 << 22; // what a machine that is lost costs

    private final KMeansOptions options;
    private final Balance balance;
    private final FitWatcher watcher;
    private final Runner runner;

    /** {@code watcher} is told the objective after each pass. */
    public StreamingFit(KMeansOptions options, Balance balance, FitWatcher watcher) {
        this(options, balance, watcher, new Workers(options.threads()));
    }

    /** A fit whose parts are counted by a runner. */
    public StreamingFit(KMeansOptions options, Balance balance, FitWatcher watcher, Runner runner) {
        this.options = options;
        this.balance = balance;
        this.watcher = watcher;
        this.runner = runner;
    }

    /**
     * Makes {@code passes} passes that move the centres, and one that measures where they ended. The points' assignment is not kept.
     *
     * @param sample of the points, that the centres were fitted on
     */
    public Fit run(Points all, Points sample, Centers fitted, int passes) {
        return run(PointsSource.of(all), all.size(), sample, fitted, passes);
    }

    /**
     * The same of so many points that each part opens for itself.
     *
     * @throws UncheckedIOException if they cannot be read
     */
    public Fit run(PointsSource all, long points, Points sample, Centers fitted, int passes) {
        PricedCenters current = PricedCenters.of(sample, fitted, balance, options);
        List<Double> objectives = new ArrayList<>();
        while (true) {
            PassStatistics pass = pass(all, points, current);
            objectives.add(pass.sums().objective());
            watcher.iteration(pass.sums().objective());
            if (objectives.size() > passes) {
                return new Fit(current.centers(), new int[0], pass.sums().counts(), pass.sums().meanDistances(), pass.sums().objective(),
                        Optional.empty(), List.copyOf(objectives));
            }
            current = current.after(pass, balance, options.distance());
        }
    }

    private PassStatistics pass(PointsSource source, long points, PricedCenters centers) {
        int part = Math.clamp(Math.ceilDiv(points, PARTS), LEAST_PART, MOST_PART);
        List<PassWork.Rows> parts = new ArrayList<>();
        for (long from = 0; from < points; from += part) {
            parts.add(new PassWork.Rows(from, Math.min(points, from + part)));
        }
        PassStatistics total = new PassStatistics(centers.centers());
        try {
            runner.run(new PassWork(source, centers, options.distance()), parts, total::merge);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return total;
    }
}
