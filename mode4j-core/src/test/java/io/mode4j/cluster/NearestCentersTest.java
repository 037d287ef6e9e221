package io.mode4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Nearest centres against a float64 argmin. */
class NearestCentersTest {
    @Property(tries = 60)
    void exactForAnyShape(@ForAll @IntRange(min = 1, max = 512) int n, @ForAll @IntRange(min = 1, max = 150) int clusters,
            @ForAll @IntRange(min = 1, max = 40) int dim,
            @ForAll Distance distance, @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        check(TestPoints.gaussian(n, dim, seed), TestPoints.gaussian(clusters, dim, seed + 1), dim, distance);
    }

    @Test
    void exactFarFromTheOrigin() {
        float[] points = TestPoints.gaussian(512, 16, 1);
        float[] centers = TestPoints.gaussian(64, 16, 2);
        for (float[] values : new float[][]{points, centers}) {
            for (int i = 0; i < values.length; i++) {
                values[i] += 1000;
            }
        }
        check(points, centers, 16, Distance.EUCLIDEAN);
    }

    @Test
    void tiesGoToTheLowerCenter() {
        float[] point = {1, 2, 3};
        float[] centers = {9, 9, 9, 1, 2, 4, 1, 2, 2, 1, 2, 4};
        assertThat(find(point, centers, 3, Distance.EUCLIDEAN)).startsWith(1);
        assertThat(find(new float[3], centers, 3, Distance.COSINE)).startsWith(0);
    }

    private static int[] find(float[] points, float[] centers, int dim, Distance distance) {
        NearestCenters search = new NearestCenters(new ShiftedCenters(new Centers(centers.length / dim, dim, centers), distance));
        return Arrays.copyOf(search.find(Points.of(points, dim), 0, points.length / dim), points.length / dim);
    }

    private static void check(float[] points, float[] centers, int dim, Distance distance) {
        int[] found = find(points, centers, dim, distance);
        for (int i = 0; i < found.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < centers.length / dim; k++) {
                least = Math.min(least, distance.between(points, i * dim, centers, k * dim, dim));
            }
            assertThat(distance.between(points, i * dim, centers, found[i] * dim, dim)).isLessThanOrEqualTo(least + 1e-6);
        }
    }
}
