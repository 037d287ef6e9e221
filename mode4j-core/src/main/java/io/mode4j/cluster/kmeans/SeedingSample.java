package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.work.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Points to choose first centres from, and the squared distance of each to the nearest centre chosen so far. Used by one thread. */
final class SeedingSample {
    private final float[] values; // [S, D]
    private final int size;
    private final int dim;
    private final Distance distance;
    private final float[] origin;
    private final Workers workers;
    private final List<PointBlock> blocks = new ArrayList<>();
    private final float[] nearest; // [S]

    SeedingSample(float[] values, int dim, KMeansOptions options) {
        this.values = values;
        this.size = values.length / dim;
        this.dim = dim;
        this.distance = options.distance();
        this.workers = new Workers(options.threads());
        this.origin = new ShiftedCenters(new Centers(size, dim, values), distance).origin();
        this.nearest = new float[size];
        Arrays.fill(nearest, Float.POSITIVE_INFINITY);
        Points points = Points.of(values, dim);
        for (int from = 0; from < size; from += PointBlock.SIZE) {
            PointBlock block = new PointBlock(distance, origin);
            block.load(points, from, Math.min(PointBlock.SIZE, size - from));
            blocks.add(block);
        }
    }

    void row(int index, float[] into, int at) {
        System.arraycopy(values, index * dim, into, at, dim);
    }

    /** A point, with probability proportional to its squared distance to the nearest centre; any point while there is no such distance. */
    int draw(RandomGenerator random) {
        double total = 0;
        for (float d : nearest) {
            total += d;
        }
        if (!(total > 0) || Double.isInfinite(total)) {
            return random.nextInt(size);
        }
        double left = random.nextDouble() * total;
        int last = 0;
        for (int i = 0; i < size; i++) {
            left -= nearest[i];
            if (nearest[i] > 0) {
                last = i;
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }

    /** Makes that one of the points a centre which leaves the least sum of squared distances, and returns it. */
    int takeBest(int[] trials) {
        float[] rows = new float[trials.length * dim];
        for (int t = 0; t < trials.length; t++) {
            row(trials[t], rows, t * dim);
        }
        ShiftedCenters tried = new ShiftedCenters(new Centers(trials.length, dim, rows), distance, origin);
        float[][] after = new float[trials.length][size];
        double[][] parts = new double[blocks.size()][trials.length];
        workers.forEach(blocks.size(), () -> piece -> tryOn(piece, tried, after, parts[piece]));
        int best = 0;
        double[] sums = new double[trials.length];
        for (int t = 0; t < trials.length; t++) {
            for (double[] part : parts) {
                sums[t] += part[t];
            }
            best = sums[t] < sums[best] ? t : best;
        }
        System.arraycopy(after[best], 0, nearest, 0, size);
        nearest[trials[best]] = 0;
        return trials[best];
    }

    private void tryOn(int piece, ShiftedCenters tried, float[][] after, double[] sums) {
        int from = piece * PointBlock.SIZE;
        int count = Math.min(PointBlock.SIZE, size - from);
        PointBlock block = blocks.get(piece);
        float[] tile = block.products(tried, 0, tried.count());
        for (int t = 0; t < tried.count(); t++) {
            double sum = 0;
            for (int p = 0; p < count; p++) {
                float squared = Math.max(0, tile[t * PointBlock.SIZE + p] + tried.norms()[t] + block.norm(p));
                float d = Math.min(nearest[from + p], squared);
                after[t][from + p] = d;
                sum += d;
            }
            sums[t] = sum;
        }
    }
}
