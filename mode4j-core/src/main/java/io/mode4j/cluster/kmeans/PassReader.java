package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.linalg.Vectors;
import java.util.Arrays;

/** Counts points for a pass of {@link StreamingFit}: each goes to the centre with the least squared distance plus price. One per worker. */
final class PassReader {
    private final PricedCenters current;
    private final Distance distance;
    private final ShiftedCenters centers;
    private final PointBlock block;
    private final float[] first = new float[PointBlock.SIZE]; // squared distance plus price, less the point's squared length
    private final float[] second = new float[PointBlock.SIZE];
    private final int[] nearest = new int[PointBlock.SIZE];
    private final int[] runnerUp = new int[PointBlock.SIZE];

    PassReader(PricedCenters current, Distance distance) {
        this.current = current;
        this.distance = distance;
        this.centers = new ShiftedCenters(current.centers(), distance);
        this.block = new PointBlock(centers);
    }

    /** The statistics of points {@code from .. to}. */
    PassStatistics read(Points points, int from, int to) {
        PassStatistics statistics = new PassStatistics(current.centers());
        for (int start = from; start < to; start += PointBlock.SIZE) {
            int size = Math.min(PointBlock.SIZE, to - start);
            block.load(points, start, size);
            choose(size);
            for (int p = 0; p < size; p++) {
                count(p, statistics);
            }
        }
        return statistics;
    }

    private void choose(int size) {
        Arrays.fill(first, Float.POSITIVE_INFINITY);
        Arrays.fill(second, Float.POSITIVE_INFINITY);
        for (int k = 0; k < centers.count(); k += PointBlock.TILE) {
            int end = Math.min(centers.count(), k + PointBlock.TILE);
            float[] tile = block.products(centers, k, end);
            for (int t = 0; t < end - k; t++) {
                keep(tile, t * PointBlock.SIZE, (float) (centers.norms()[k + t] + current.prices()[k + t]), k + t, size);
            }
        }
    }

    private void keep(float[] products, int at, float offset, int center, int size) {
        for (int p = 0; p < size; p++) {
            float value = products[at + p] + offset;
            if (value < first[p]) {
                second[p] = first[p];
                runnerUp[p] = nearest[p];
                first[p] = value;
                nearest[p] = center;
            } else if (value < second[p]) {
                second[p] = value;
                runnerUp[p] = center;
            }
        }
    }

    private void count(int p, PassStatistics statistics) {
        int dim = centers.dim();
        settle(p);
        int owner = nearest[p];
        double away = distance.between(block.rows(), p * dim, centers.comparable().values(), owner * dim, dim);
        statistics.sums().add(block.rows(), p * dim, owner, away, distance == Distance.COSINE ? away : away * away);
        if (Float.isFinite(second[p])) {
            statistics.addMargin(owner, runnerUp[p], second[p] - first[p], current.window());
        }
    }

    /** Where rounding leaves open which of the two comes first, float64 decides: balanced prices put points exactly between two centres. */
    private void settle(int p) {
        if (second[p] - first[p] <= 2 * block.errorBound(centers, p) && exact(p, runnerUp[p]) < exact(p, nearest[p])) {
            int other = nearest[p];
            nearest[p] = runnerUp[p];
            runnerUp[p] = other;
        }
    }

    private double exact(int p, int center) {
        int dim = centers.dim();
        return current.prices()[center]
                + Vectors.squaredDistance(block.rows(), p * dim, centers.comparable().values(), center * dim, dim);
    }
}
