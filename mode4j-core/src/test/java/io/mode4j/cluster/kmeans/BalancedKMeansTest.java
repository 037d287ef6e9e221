package io.mode4j.cluster.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.Sampling;
import io.mode4j.cluster.points.TestPoints;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Properties of balanced and plain fits. */
class BalancedKMeansTest {
    @Seeds(40)
    void sizesDifferByAtMostOneAndTheCostNeverRises(Draws draws) {
        int n = draws.between(10, 400);
        int clusters = draws.between(1, 10);
        long seed = draws.anyLong();
        Fit fit = BalancedKMeans.fit(Points.of(TestPoints.gaussian(n, 5, seed), 5), KMeansOptions.of(clusters, seed), new Balance(0, 0));
        assertThat(Arrays.stream(fit.sizes()).max().orElseThrow() - Arrays.stream(fit.sizes()).min().orElseThrow()).isLessThanOrEqualTo(1);
        assertThat(Arrays.stream(fit.sizes()).sum()).isEqualTo(n);
        for (int i = 1; i < fit.iterations(); i++) {
            assertThat(fit.objectives().get(i)).isLessThanOrEqualTo(fit.objectives().get(i - 1) * (1 + 1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void theSameBytesOnAnyNumberOfThreads(Distance distance) {
        Points points = Points.of(TestPoints.captions(9000, 24, 60, 3), 24);
        KMeansOptions options = KMeansOptions.of(100, 4).withDistance(distance).withIterations(4);
        Fit one = BalancedKMeans.fit(points, options.withThreads(1));
        Fit five = BalancedKMeans.fit(points, options.withThreads(5));
        assertThat(five.centers().values()).containsExactly(one.centers().values());
        assertThat(five.assignment()).containsExactly(one.assignment());
        assertThat(five.meanDistances()).containsExactly(one.meanDistances());
        assertThat(one.certificate().orElseThrow().gap()).isLessThanOrEqualTo(0.001);
    }

    @Test
    void theOrderOfThePointsDoesNotMatterToTheObjective() {
        int n = 700;
        float[] points = TestPoints.captions(n, 8, 20, 5);
        int[] order = Sampling.choose(n, n, RandomStream.of(0, "order"));
        RandomStream.shuffle(order, RandomStream.of(0, "order"));
        Centers centers = new Centers(32, 8, TestPoints.captions(32, 8, 20, 6));
        KMeansOptions options = KMeansOptions.of(32, 0);
        Points all = Points.of(points, 8);
        double plain = BalancedKMeans.assign(all, centers, options, new Balance(0, 0)).objective();
        double shuffled = BalancedKMeans.assign(all.select(order), centers, options, new Balance(0, 0)).objective();
        assertThat(shuffled).isCloseTo(plain, within(1e-6 * plain));
    }

    @Test
    void plantedGroupsAreFoundOnBothLevels() {
        int n = 6400;
        Fit fine = BalancedKMeans.fit(Points.of(TestPoints.planted(n, 32, 8), 32), KMeansOptions.of(64, 1));
        Fit coarse = BalancedKMeans.fit(Points.of(fine.centers().values(), 32), KMeansOptions.of(16, 1), new Balance(0, 0));
        int[] groups = new int[n];
        int[] upper = new int[n];
        int[] found = new int[n];
        for (int i = 0; i < n; i++) {
            groups[i] = i % 64;
            upper[i] = i % 64 / 4;
            found[i] = coarse.assignment()[fine.assignment()[i]];
        }
        assertThat(TestPoints.adjustedRand(fine.assignment(), groups)).isEqualTo(1.0);
        assertThat(TestPoints.adjustedRand(found, upper)).isEqualTo(1.0);
    }

    @Test
    void aBalancedFitCostsAtLeastAPlainOneAndRestartsNeverHurt() {
        Points points = Points.of(TestPoints.captions(2000, 12, 30, 9), 12);
        KMeansOptions options = KMeansOptions.of(20, 2).withIterations(30);
        double one = BalancedKMeans.fit(points, options).objective();
        double three = BalancedKMeans.fit(points, options.withStarts(KMeansOptions.Init.PLUS_PLUS, 3)).objective();
        assertThat(three).isLessThanOrEqualTo(one);
        assertThat(KMeans.fit(points, options).objective()).isLessThan(one);
    }

    @Test
    void sizesMayDifferWithSlack() {
        Points points = Points.of(TestPoints.captions(2000, 12, 30, 9), 12);
        KMeansOptions options = KMeansOptions.of(20, 2);
        Fit loose = BalancedKMeans.fit(points, options, new Balance(0.2, 0.001));
        assertThat(Arrays.stream(loose.sizes()).boxed()).allMatch(size -> size >= 80 && size <= 120).anyMatch(size -> size != 100);
        assertThat(loose.certificate().orElseThrow().gap()).isLessThanOrEqualTo(0.001);
    }

    @Test
    void nanIsRefusedByIndex() {
        float[] values = TestPoints.gaussian(600, 4, 1);
        values[555 * 4 + 2] = Float.NaN;
        assertThatThrownBy(() -> BalancedKMeans.fit(Points.of(values, 4), KMeansOptions.of(3, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("point 555");
    }

    @Test
    void zeroVectorsHaveADefinedPlaceUnderCosine() {
        float[] values = TestPoints.gaussian(100, 4, 1);
        Arrays.fill(values, 0, 20, 0f);
        Fit fit = BalancedKMeans.fit(Points.of(values, 4), KMeansOptions.of(4, 0).withDistance(Distance.COSINE));
        assertThat(fit.sizes()).containsOnly(25);
        assertThat(fit.objective()).isFinite();
    }

    @Test
    void plainClustersNeverStayEmpty() {
        Fit fit = KMeans.fit(Points.of(TestPoints.gaussian(60, 3, 1), 3), KMeansOptions.of(50, 0).withStarts(KMeansOptions.Init.RANDOM, 1));
        assertThat(Arrays.stream(fit.sizes()).boxed()).allMatch(size -> size > 0);
        assertThatThrownBy(() -> KMeans.fit(Points.of(new float[50 * 3], 3), KMeansOptions.of(2, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fewer distinct values");
    }
}
