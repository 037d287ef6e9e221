package io.mode4j.cluster.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.Sampling;
import io.mode4j.cluster.points.TestPoints;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Passes over all points, against fits that hold all points. */
class StreamingFitTest {
    private static final int DIM = 12;
    private static final int CLUSTERS = 20;

    private static KMeansOptions options() {
        return KMeansOptions.of(CLUSTERS, 3).withThreads(2);
    }

    private static Fit stream(Points all, Points sample, Centers first, Balance balance, int passes, int threads) {
        return new StreamingFit(options().withThreads(threads), balance, _ -> {}).run(all, sample, first, passes);
    }

    @Test
    void plainPassesAreIterationsOfPlainKMeans() {
        for (Distance distance : Distance.values()) {
            Points points = Points.of(TestPoints.captions(9000, DIM, 30, 1), DIM);
            KMeansOptions options = options().withDistance(distance).withTolerance(0);
            Centers first = new Seeding(points, options, 0).centers();
            Fit full = new Lloyd(points, options.withIterations(6), _ -> {}).run(first, new NearestStep(points, options));
            Fit streamed = new StreamingFit(options, Balance.NONE, _ -> {}).run(points, points, first, 5);
            assertThat(streamed.centers().values()).containsExactly(full.centers().values(), within(1e-6f));
            assertThat(streamed.sizes()).isEqualTo(full.sizes());
            assertThat(streamed.objectives()).hasSize(6);
            assertThat(streamed.objective()).isCloseTo(full.objective(), within(1e-6 * full.objective()));
        }
    }

    @Test
    void partsMergeIntoTheWhole() {
        float[] values = TestPoints.captions(3000, DIM, 30, 2);
        Points points = Points.of(values, DIM);
        PricedCenters centers = PricedCenters.of(points, new Seeding(points, options(), 0).centers(), Balance.STRICT, options());
        PassStatistics whole = PassStatistics.of(points, centers, Distance.EUCLIDEAN);
        PassStatistics merged = new PassStatistics(centers.centers());
        int[] cuts = {0, 1, 700, 701, 2900, 3000};
        for (int c = 0; c + 1 < cuts.length; c++) {
            Points part = Points.of(Arrays.copyOfRange(values, cuts[c] * DIM, cuts[c + 1] * DIM), DIM);
            merged.merge(PassStatistics.of(part, centers, Distance.EUCLIDEAN));
        }
        assertThat(merged.sums().counts()).isEqualTo(whole.sums().counts());
        assertThat(merged.sums().objective()).isCloseTo(whole.sums().objective(), within(1e-9 * whole.sums().objective()));
        PricedCenters next = centers.after(whole, Balance.STRICT, Distance.EUCLIDEAN);
        assertThat(centers.after(merged, Balance.STRICT, Distance.EUCLIDEAN).prices()).containsExactly(next.prices(), within(1e-9));
    }

    @Test
    void balancedPassesKeepSizesNearEqualAndTheObjectiveNearThatOfAFullFit() {
        float[] values = TestPoints.captions(24_000, DIM, 40, 4);
        Points all = Points.of(values, DIM);
        int[] chosen = Sampling.choose(24_000, 1200, RandomStream.of(1, "sample"));
        Points sample = all.select(chosen);
        Fit onSample = BalancedKMeans.fit(sample, options());
        Fit full = BalancedKMeans.fit(all, options());

        Fit streamed = stream(all, sample, onSample.centers(), Balance.STRICT, 10, 2);

        assertThat(imbalance(streamed.sizes())).isLessThan(1.05);
        assertThat(imbalance(stream(all, sample, onSample.centers(), Balance.NONE, 10, 2).sizes())).isGreaterThan(1.3);
        assertThat(streamed.objective()).isLessThan(1.02 * full.objective());
        assertThat(streamed.sizes()).satisfies(sizes -> assertThat(Arrays.stream(sizes).sum()).isEqualTo(24_000));
    }

    /** The largest size as a multiple of the mean. */
    private static double imbalance(long[] sizes) {
        return Arrays.stream(sizes).max().orElseThrow() / Arrays.stream(sizes).average().orElseThrow();
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        Points all = Points.of(TestPoints.captions(20_000, DIM, 30, 5), DIM);
        Centers first = new Seeding(all, options(), 0).centers();
        Fit one = stream(all, all, first, Balance.STRICT, 3, 1);
        Fit three = stream(all, all, first, Balance.STRICT, 3, 3);
        assertThat(three.centers().values()).isEqualTo(one.centers().values());
        assertThat(three.objectives()).isEqualTo(one.objectives());
    }

    @Test
    void aCentreWithoutPointsStaysWhereItWas() {
        Points points = Points.of(new float[]{0, 1, 10, 11}, 1);
        Fit fit = stream(points, points, new Centers(3, 1, new float[]{0.2f, 100, 10.7f}), Balance.NONE, 2, 1);
        assertThat(fit.centers().values()).containsExactly(0.5f, 100, 10.5f);
        assertThat(fit.sizes()).containsExactly(2, 0, 2);
    }
}
