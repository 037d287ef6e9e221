package io.mode4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Short lists of centres against all costs: the least of cost plus price are in, and the bound holds for the rest. */
class CandidateSearchTest {
    private static final int DIM = 7;

    @Property(tries = 40)
    void listsHoldTheLeast(@ForAll @IntRange(min = 65, max = 700) int clusters, @ForAll @IntRange(min = 1, max = 600) int count,
            @ForAll boolean ties, @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        float[] values = ties ? TestPoints.grid(count, DIM, 3, seed) : TestPoints.gaussian(count, DIM, seed);
        float[] centers = ties ? TestPoints.grid(clusters, DIM, 3, seed + 1) : TestPoints.gaussian(clusters, DIM, seed + 1);
        double[] prices = new double[clusters + 1];
        for (int k = 0; k < clusters; k++) {
            prices[k] = TestPoints.gaussian(1, 1, seed + k)[0];
        }
        Candidates lists = new Candidates(count, clusters, new Workers(2));
        lists.build(Points.of(values, DIM), new ShiftedCenters(new Centers(clusters, DIM, centers), Distance.EUCLIDEAN), prices);
        for (int i = 0; i < count; i++) {
            check(lists, i, values, centers, prices);
        }
    }

    private static void check(Candidates lists, int point, float[] values, float[] centers, double[] prices) {
        int clusters = prices.length - 1;
        boolean[] listed = new boolean[clusters];
        double largest = Double.NEGATIVE_INFINITY;
        for (int e = lists.from(point); e < lists.to(point); e++) {
            int center = lists.center(e);
            double exact = TestPoints.squared(values, point, centers, center, DIM);
            assertThat((double) lists.cost(e)).isCloseTo(exact, within(1e-4));
            assertThat(listed[center]).isFalse();
            listed[center] = true;
            largest = Math.max(largest, exact + prices[center]);
        }
        assertThat((double) lists.bound(point)).isCloseTo(largest, within(1e-4));
        double[] rest = new double[clusters];
        for (int k = 0; k < clusters; k++) {
            rest[k] = listed[k] ? Double.POSITIVE_INFINITY : TestPoints.squared(values, point, centers, k, DIM) + prices[k];
        }
        assertThat(Arrays.stream(rest).min().orElseThrow()).isGreaterThanOrEqualTo(lists.bound(point) - 1e-4);
    }
}
