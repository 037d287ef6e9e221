package io.mode4j.cluster.kmeans;

import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.Sampling;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Chooses the first centres: distinct points at random, or greedy k-means++ (Arthur and Vassilvitskii, 2007): each next centre is the one of a
 * few points, drawn with probability proportional to the squared distance to the nearest centre so far, that lowers the sum of these most.
 * k-means++ works on a sample of at most {@code max(4096, 16 K)} points, held in memory.
 */
final class Seeding {
    private static final int SAMPLE = 4096;
    private static final int SAMPLE_PER_CENTER = 16;
    private static final int TRIALS = 4;

    private final Points points;
    private final KMeansOptions options;
    private final RandomGenerator random;

    Seeding(Points points, KMeansOptions options, int start) {
        this.points = points;
        this.options = options;
        this.random = RandomStream.of(options.seed(), "first centres", start);
    }

    Centers centers() {
        int count = options.clusters();
        if (options.init() == KMeansOptions.Init.RANDOM) {
            return new Centers(count, points.dim(), rows(Sampling.choose(points.size(), count, random))).comparable(options.distance());
        }
        int size = Math.min(points.size(), Math.max(SAMPLE, SAMPLE_PER_CENTER * count));
        float[] sample = rows(Sampling.choose(points.size(), size, random));
        return plusPlus(new SeedingSample(sample, points.dim(), options), count).comparable(options.distance());
    }

    private float[] rows(int[] indices) {
        float[] rows = new float[Math.multiplyExact(indices.length, points.dim())];
        points.select(indices).read(0, indices.length, rows);
        for (int i = 0; i < rows.length; i++) {
            if (!Float.isFinite(rows[i])) {
                throw PointBlock.notFinite(indices[i / points.dim()]);
            }
        }
        return rows;
    }

    private Centers plusPlus(SeedingSample sample, int count) {
        float[] chosen = new float[Math.multiplyExact(count, points.dim())];
        for (int k = 0; k < count; k++) {
            int[] trials = new int[k == 0 ? 1 : TRIALS];
            Arrays.setAll(trials, t -> sample.draw(random));
            sample.row(sample.takeBest(trials), chosen, k * points.dim());
        }
        return new Centers(count, points.dim(), chosen);
    }
}
