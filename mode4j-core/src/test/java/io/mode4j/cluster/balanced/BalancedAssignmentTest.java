package io.mode4j.cluster.balanced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.cluster.kmeans.BalancedKMeans;
import io.mode4j.cluster.kmeans.Fit;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.TestPoints;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Balanced assignments against an optimal solver and by their properties. */
class BalancedAssignmentTest {
    private static final Balance EXACT = new Balance(0, 0);

    private static Fit assign(float[] points, float[] centers, int dim, Balance balance) {
        Centers target = new Centers(centers.length / dim, dim, centers);
        return BalancedKMeans.assign(Points.of(points, dim), target, KMeansOptions.of(target.count(), 0).withThreads(1), balance);
    }

    private static double oracle(float[] points, float[] centers, int dim, double slack) {
        int n = points.length / dim;
        int clusters = centers.length / dim;
        double[][] costs = new double[n][clusters];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < clusters; k++) {
                costs[i][k] = TestPoints.squared(points, i, centers, k, dim);
            }
        }
        Capacity capacity = Capacity.of(n, clusters, slack);
        return Hungarian.balanced(costs, capacity.lo(), capacity.hi());
    }

    @Seeds(150)
    void optimalForRandomPoints(Draws draws) {
        int n = draws.between(1, 60);
        int k = draws.between(1, 12);
        long seed = draws.anyLong();
        int clusters = Math.min(n, k);
        float[] points = TestPoints.gaussian(n, 3, seed);
        float[] centers = TestPoints.gaussian(clusters, 3, seed + 1);
        Fit fit = assign(points, centers, 3, EXACT);
        assertThat(fit.objective()).isCloseTo(oracle(points, centers, 3, 0), within(1e-5 * fit.objective() + 1e-6));
        assertThat(fit.certificate().orElseThrow().gap()).isLessThan(1e-6);
    }

    @Seeds(150)
    void optimalWithTiesAndDuplicates(Draws draws) {
        int n = draws.between(1, 60);
        int k = draws.between(1, 12);
        long seed = draws.anyLong();
        int clusters = Math.min(n, k);
        float[] points = TestPoints.grid(n, 2, 3, seed);
        float[] centers = TestPoints.grid(clusters, 2, 3, seed + 1);
        assertThat(assign(points, centers, 2, EXACT).objective()).isCloseTo(oracle(points, centers, 2, 0), within(1e-4));
    }

    @Seeds(60)
    void optimalWithSlack(Draws draws) {
        int n = draws.between(2, 40);
        int k = draws.between(1, 8);
        long seed = draws.anyLong();
        int clusters = Math.min(n, k);
        double slack = 0.3;
        float[] points = TestPoints.gaussian(n, 2, seed);
        float[] centers = TestPoints.gaussian(clusters, 2, seed + 1);
        Fit fit = assign(points, centers, 2, new Balance(slack, 0));
        assertThat(fit.objective()).isCloseTo(oracle(points, centers, 2, slack), within(1e-5 * fit.objective() + 1e-6));
        Capacity capacity = Capacity.of(n, clusters, slack);
        assertThat(Arrays.stream(fit.sizes()).boxed()).allMatch(size -> size >= capacity.lo() && size <= capacity.hi());
    }

    @Test
    void everyPointItsOwnCluster() {
        float[] points = TestPoints.gaussian(40, 4, 5);
        float[] centers = TestPoints.gaussian(40, 4, 6);
        Fit fit = assign(points, centers, 4, EXACT);
        assertThat(fit.sizes()).containsOnly(1);
        assertThat(fit.objective()).isCloseTo(oracle(points, centers, 4, 0), within(1e-4));
    }

    @Test
    void shortListsGrowUntilTheAnswerIsOptimal() {
        // more centres than a list holds at first, and all points nearest to few of them
        float[] points = TestPoints.gaussian(300, 6, 7);
        float[] centers = TestPoints.gaussian(100, 6, 8);
        for (int i = 0; i < centers.length / 2; i++) {
            centers[i] += 6;
        }
        Fit fit = assign(points, centers, 6, EXACT);
        assertThat(fit.sizes()).containsOnly(3);
        assertThat(fit.objective()).isCloseTo(oracle(points, centers, 6, 0), within(1e-5 * fit.objective()));
        assertThat(fit.certificate().orElseThrow().gap()).isLessThan(1e-6);
    }

    /** Points lie in 6 groups, and 90 of the 96 centres far from all of them: no point lists most centres until their prices have fallen far. */
    @Test
    void centersFarFromAllPointsGetTheirShare() {
        float[] centers = TestPoints.gaussian(96, 64, 12);
        float[] points = TestPoints.gaussian(3000, 64, 13);
        for (int i = 0; i < points.length; i++) {
            points[i] = 0.1f * points[i] + centers[i / 64 % 6 * 64 + i % 64];
        }
        Fit fit = assign(points, centers, 64, Balance.STRICT);
        assertThat(Arrays.stream(fit.sizes()).boxed()).allMatch(size -> size == 31 || size == 32);
        assertThat(fit.certificate().orElseThrow().gap()).isLessThanOrEqualTo(0.001);
    }

    /** Two groups of equal size; one has 2 of the 100 centres and must give nearly all of its points to the other's, far away. */
    @Test
    void groupsWithTooFewCentersGiveTheirPointsAway() {
        float[] points = TestPoints.gaussian(2000, 8, 14);
        float[] centers = TestPoints.gaussian(100, 8, 15);
        for (int i = 0; i < points.length / 2; i++) {
            points[i] += 100;
        }
        for (int i = 0; i < 2 * 8; i++) {
            centers[i] += 100;
        }
        Fit fit = assign(points, centers, 8, Balance.STRICT);
        assertThat(fit.sizes()).containsOnly(20);
        assertThat(fit.certificate().orElseThrow().gap()).isLessThanOrEqualTo(0.001);
        assertThat(fit.objective()).isCloseTo(oracle(points, centers, 8, 0), within(1e-3 * fit.objective()));
    }

    @Test
    void identicalPointsAreSharedOut() {
        float[] points = new float[1000 * 2];
        float[] centers = TestPoints.gaussian(130, 2, 9);
        Fit fit = assign(points, centers, 2, Balance.STRICT);
        assertThat(Arrays.stream(fit.sizes()).boxed()).allMatch(size -> size == 7 || size == 8);
        assertThat(fit.certificate().orElseThrow().gap()).isLessThanOrEqualTo(0.001);
    }

    @Test
    void theLowerBoundIsOneEvenWhenTheGapMayBeLarge() {
        float[] points = TestPoints.captions(2000, 16, 40, 11);
        float[] centers = TestPoints.captions(128, 16, 40, 12);
        double optimum = assign(points, centers, 16, EXACT).objective();
        Certificate loose = assign(points, centers, 16, new Balance(0, 0.5)).certificate().orElseThrow();
        assertThat(loose.lowerBound()).isLessThanOrEqualTo(optimum * (1 + 1e-6));
        assertThat(loose.objective()).isGreaterThanOrEqualTo(optimum * (1 - 1e-6));
    }

    @Test
    void moreClustersThanPointsAreRefused() {
        assertThatThrownBy(() -> assign(new float[2 * 3], new float[3 * 3], 3, EXACT)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 clusters")
                .hasMessageContaining("found 2");
    }
}
