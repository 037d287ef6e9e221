package io.mode4j.cluster.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FileLayer;
import io.mode4j.cluster.Nearest;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.cluster.points.TestPoints;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.linalg.OneDnn;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nearest centres against a float64 argmin. */
class NearestCentersTest {
    @Seeds(60)
    void exactForAnyShape(Draws draws) {
        int n = draws.between(1, 512);
        int clusters = draws.between(1, 150);
        int dim = draws.between(1, 40);
        Distance distance = draws.oneOf(Distance.class);
        long seed = draws.anyLong();
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

    @Seeds(40)
    void exactWithTiesDuplicatesAndZeroVectors(Draws draws) {
        int n = draws.between(1, 512);
        int clusters = draws.between(1, 600);
        Distance distance = draws.oneOf(Distance.class);
        long seed = draws.anyLong();
        float[] points = TestPoints.grid(n, 3, 3, seed);
        float[] centers = TestPoints.grid(clusters, 3, 3, seed + 1);
        check(points, centers, 3, distance);
        int[] found = find(points, centers, 3, Distance.EUCLIDEAN);
        for (int i = 0; i < n; i++) { // whole numbers: ties are exact, and the lowest centre of them is the answer
            assertThat(found[i]).isEqualTo(lowest(points, i, centers));
        }
    }

    private static int lowest(float[] points, int i, float[] centers) {
        int best = 0;
        for (int k = 1; k < centers.length / 3; k++) {
            best = TestPoints.squared(points, i, centers, k, 3) < TestPoints.squared(points, i, centers, best, 3) ? k : best;
        }
        return best;
    }

    @Seeds(12)
    void exactWithManyCentersOfManyDimensions(Draws draws) {
        int clusters = draws.between(200, 1100);
        int dim = draws.between(100, 400);
        Distance distance = draws.oneOf(Distance.class);
        boolean outliers = draws.flip();
        long seed = draws.anyLong();
        float[] points = TestPoints.captions(100, dim, 60, seed);
        float[] centers = TestPoints.captions(clusters, dim, 60, seed);
        for (int i = 0; outliers && i < points.length; i += dim) { // one number far larger than the others makes bytes coarse
            points[i] *= 300;
        }
        check(points, centers, dim, distance);
    }

    @Seeds(20)
    void exactWhereAFewAxesHoldMostOfTheVariance(Draws draws) {
        int clusters = draws.between(64, 700);
        int dim = draws.between(20, 400);
        int directions = draws.between(1, 80);
        Distance distance = draws.oneOf(Distance.class);
        long seed = draws.anyLong();
        check(TestPoints.flat(150, dim, directions, seed), TestPoints.flat(clusters, dim, directions, seed + 1), dim, distance);
    }

    @Test
    void moreEqualCentersThanAreListed() {
        float[] one = TestPoints.gaussian(1, 24, 6);
        float[] centers = TestPoints.gaussian(900, 24, 7);
        for (int k = 300; k < 800; k++) {
            System.arraycopy(one, 0, centers, k * 24, 24);
        }
        float[] points = TestPoints.gaussian(20, 24, 8);
        System.arraycopy(one, 0, points, 5 * 24, 24);
        check(points, centers, 24, Distance.EUCLIDEAN);
        assertThat(find(points, centers, 24, Distance.EUCLIDEAN)[5]).isEqualTo(300);
    }

    @Test
    void everyPointItsOwnCenter() {
        float[] points = TestPoints.gaussian(512, 9, 4);
        assertThat(find(points, points, 9, Distance.EUCLIDEAN)).isEqualTo(IntStream.range(0, 512).toArray());
    }

    @Test
    void theSameOnAnyNumberOfThreads() {
        Points points = Points.of(TestPoints.captions(5000, 24, 60, 3), 24);
        Centers centers = new Centers(300, 24, TestPoints.captions(300, 24, 60, 4));
        Nearest one = Nearest.of(points, centers, Distance.COSINE, 1);
        Nearest four = Nearest.of(points, centers, Distance.COSINE, 4);
        assertThat(four.centers()).containsExactly(one.centers());
        assertThat(four.distances()).containsExactly(one.distances());
    }

    @Seeds(20)
    void rowsOfFloat16AreSearchedAsTheSameNumbersInFloat32(Draws draws) throws IOException {
        int n = draws.between(1, 1200);
        int clusters = draws.between(1, 600);
        int dim = draws.between(1, 200);
        Distance distance = draws.oneOf(Distance.class);
        long seed = draws.anyLong();
        float[] points = TestPoints.captions(n, dim, 60, seed);
        for (int i = 0; i < points.length; i++) {
            points[i] = Float.float16ToFloat(Float.floatToFloat16(points[i]));
        }
        Centers centers = new Centers(clusters, dim, TestPoints.captions(clusters, dim, 60, seed));
        Path folder = Files.createTempDirectory("mode4j");
        Path file = folder.resolve("points.npy");
        try {
            Npy.writeMatrix(new FileLayer(), file, Dtype.FLOAT16, n, dim,
                    (i, row) -> System.arraycopy(points, (int) i * dim, row, 0, dim));
            try (NpyMatrix matrix = Npy.openMatrix(file)) {
                Nearest halves = Nearest.of(Points.of(List.of(matrix)), centers, distance, 2);
                Nearest floats = Nearest.of(Points.of(points, dim), centers, distance, 2);
                assertThat(halves.centers()).containsExactly(floats.centers());
                assertThat(halves.distances()).containsExactly(floats.distances());
            }
        } finally {
            new FileLayer().deleteTree(folder);
        }
    }

    @Test
    void nanIsRefusedByIndex() {
        float[] values = TestPoints.gaussian(700, 4, 1);
        values[650 * 4] = Float.NaN;
        assertThatThrownBy(() -> Nearest.of(Points.of(values, 4), new Centers(1, 4, new float[4]), Distance.EUCLIDEAN, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("point 650");
    }

    @Test
    void tiesGoToTheLowerCenter() {
        float[] point = {1, 2, 3};
        float[] centers = {9, 9, 9, 1, 2, 4, 1, 2, 2, 1, 2, 4};
        assertThat(find(point, centers, 3, Distance.EUCLIDEAN)).startsWith(1);
        assertThat(find(new float[3], centers, 3, Distance.COSINE)).startsWith(0);
    }

    private static int[] find(float[] points, float[] centers, int dim, Distance distance) {
        return find(points, centers, dim, distance, OneDnn.fast(), false);
    }

    private static int[] find(float[] points, float[] centers, int dim, Distance distance, boolean rounded, boolean onAxes) {
        ShiftedCenters shifted = new ShiftedCenters(new Centers(centers.length / dim, dim, centers), distance);
        NearestCenters search = new NearestCenters(new FilteredCenters(shifted, rounded, onAxes));
        return Arrays.copyOf(search.find(Points.of(points, dim), 0, points.length / dim), points.length / dim);
    }

    /** The float64 argmin, and the same by bytes, on all axes or the leading ones (where they are fast), as in float32. */
    private static void check(float[] points, float[] centers, int dim, Distance distance) {
        int[] found = find(points, centers, dim, distance);
        assertThat(found).containsExactly(find(points, centers, dim, distance, false, false));
        if (centers.length / dim >= CenterAxes.COUNT) {
            assertThat(found).containsExactly(find(points, centers, dim, distance, OneDnn.fast(), true));
        }
        float[] compared = new Centers(points.length / dim, dim, points).comparable(distance).values();
        float[] targets = new Centers(centers.length / dim, dim, centers).comparable(distance).values();
        for (int i = 0; i < found.length; i++) {
            int best = 0;
            for (int k = 1; k < centers.length / dim; k++) {
                best = TestPoints.squared(compared, i, targets, k, dim) < TestPoints.squared(compared, i, targets, best, dim) ? k : best;
            }
            assertThat(found[i]).isEqualTo(best);
        }
    }
}
