package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.balanced.Certificate;
import io.mode4j.cluster.balanced.FitWatcher;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.linalg.Vectors;
import io.mode4j.work.InOrder;
import io.mode4j.work.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lloyd's iteration, for any way to assign points: assign, measure, move each centre to the mean of its points, until the objective hardly falls.
 * It ends with an assignment, so that what it returns belongs to the centres it returns.
 */
public final class Lloyd {
    private static final int PARTS = 64; // fixed, so that sums are added in the same order for any number of threads
    private static final int LEAST_PART = 8 * PointBlock.SIZE;

    /** A way to assign all points. */
    public interface Step {
        Assigned assign(Centers centers);
    }

    /** Owners of all points (the step may overwrite them in its next call), and the centres they belong to, which the step may have repaired. */
    @SuppressWarnings("ArrayRecordComponent") // a result of arrays, shared on purpose; nobody compares these
    public record Assigned(Centers centers, int[] owners, Optional<Certificate> certificate) {}

    private final Points points;
    private final KMeansOptions options;
    private final FitWatcher watcher;

    /** {@code watcher} is told the objective after each iteration. */
    public Lloyd(Points points, KMeansOptions options, FitWatcher watcher) {
        this.points = points;
        this.options = options;
        this.watcher = watcher;
    }

    /** The best of several fits from different first centres. */
    static Fit best(Points points, KMeansOptions options, FitWatcher watcher, Function<Centers, Step> step) {
        @Nullable
        Fit best = null;
        for (int start = 0; start < options.restarts(); start++) {
            Centers first = new Seeding(points, options, start).centers();
            Fit fit = new Lloyd(points, options, watcher).run(first, step.apply(first));
            best = best == null || fit.objective() < best.objective() ? fit : best;
        }
        return Objects.requireNonNull(best);
    }

    public Fit run(Centers first, Step step) {
        List<Double> objectives = new ArrayList<>();
        Centers centers = first.comparable(options.distance());
        while (true) {
            Assigned assigned = step.assign(centers);
            PartialSums sums = measure(assigned);
            objectives.add(sums.objective());
            watcher.iteration(sums.objective());
            if (objectives.size() == options.iterations() || settled(objectives)) {
                return new Fit(assigned.centers(), assigned.owners().clone(), sums.counts(), sums.meanDistances(), sums.objective(),
                        assigned.certificate(), List.copyOf(objectives));
            }
            centers = sums.means(assigned.centers(), options.distance());
        }
    }

    private boolean settled(List<Double> objectives) {
        if (objectives.size() < 2) {
            return false;
        }
        double before = objectives.get(objectives.size() - 2);
        return before - objectives.getLast() <= options.tolerance() * before;
    }

    private PartialSums measure(Assigned assigned) {
        int part = Math.max(LEAST_PART, Math.ceilDiv(points.size(), PARTS));
        int parts = Math.ceilDiv(points.size(), part);
        PartialSums total = new PartialSums(assigned.centers().count(), points.dim());
        InOrder<PartialSums> ordered = new InOrder<>(total::merge);
        new Workers(options.threads()).forEach(parts, () -> {
            float[] rows = new float[PointBlock.SIZE * points.dim()];
            return piece -> ordered.add(piece, sumsOf(assigned, piece * part, Math.min(points.size(), (piece + 1) * part), rows));
        });
        return total;
    }

    private PartialSums sumsOf(Assigned assigned, int from, int to, float[] rows) {
        int dim = points.dim();
        Centers centers = assigned.centers();
        PartialSums sums = new PartialSums(centers.count(), dim);
        for (int start = from; start < to; start += PointBlock.SIZE) {
            int size = Math.min(PointBlock.SIZE, to - start);
            points.read(start, size, rows);
            for (int p = 0; p < size; p++) {
                if (options.distance() == Distance.COSINE) {
                    Vectors.normalize(rows, p * dim, dim);
                }
                int owner = assigned.owners()[start + p];
                double distance = options.distance().between(rows, p * dim, centers.values(), owner * dim, dim);
                sums.add(rows, p * dim, owner, distance, options.distance() == Distance.COSINE ? distance : distance * distance);
            }
        }
        return sums;
    }
}
