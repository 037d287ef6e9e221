package io.mode4j.cluster.balanced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.cluster.points.TestPoints;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import io.mode4j.work.Workers;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Short lists of centres against all costs: the least of cost plus price are in, and the bound holds for the rest. */
class CandidateSearchTest {
    private static final int DIM = 7;

    @Seeds(40)
    void listsHoldTheLeast(Draws draws) {
        int clusters = draws.between(65, 700);
        int points = draws.between(1, 600);
        boolean ties = draws.flip();
        long seed = draws.anyLong();
        float[] values = ties ? TestPoints.distinct(TestPoints.grid(points, DIM, 3, seed), DIM) : TestPoints.gaussian(points, DIM, seed);
        int count = values.length / DIM;
        float[] centers = ties ? TestPoints.grid(clusters, DIM, 3, seed + 1) : TestPoints.gaussian(clusters, DIM, seed + 1);
        double[] prices = new double[clusters + 1];
        for (int k = 0; k < clusters; k++) {
            prices[k] = TestPoints.gaussian(1, 1, seed + k)[0];
        }
        ShiftedCenters target = new ShiftedCenters(new Centers(clusters, DIM, centers), Distance.EUCLIDEAN);
        Candidates lists = new Candidates(Piles.of(Points.of(values, DIM), Distance.EUCLIDEAN, new Workers(2)), target, new Workers(2));
        lists.build(target, prices);
        assertThat(lists.takeChanged()).hasSize(count);
        for (int i = 0; i < count; i++) {
            check(lists, i, values, centers, prices);
        }
    }

    /** However prices move, the bound holds; where only few centres' prices fall, it is no worse than one that looks at these and at what they took the places of. */
    @Seeds(40)
    void boundsFollowThePrices(Draws draws) {
        int clusters = draws.between(65, 700);
        int count = draws.between(1, 600);
        boolean few = draws.flip();
        long seed = draws.anyLong();
        float[] values = TestPoints.gaussian(count, DIM, seed);
        float[] centers = TestPoints.gaussian(clusters, DIM, seed + 1);
        ShiftedCenters target = new ShiftedCenters(new Centers(clusters, DIM, centers), Distance.EUCLIDEAN);
        double[] before = new double[clusters + 1];
        double[] after = new double[clusters + 1];
        for (int k = 0; k < clusters; k++) {
            before[k] = TestPoints.gaussian(1, 1, seed + k)[0];
            after[k] = before[k] + (few && k % 11 != 0 ? 0 : 3 * TestPoints.gaussian(1, 1, seed - k - 1)[0]);
        }
        Candidates lists = new Candidates(Piles.of(Points.of(values, DIM), Distance.EUCLIDEAN, new Workers(2)), target, new Workers(2));
        lists.build(target, before);
        lists.takeChanged();
        float[] old = new float[count];
        boolean[][] wasListed = new boolean[count][clusters];
        for (int i = 0; i < count; i++) {
            old[i] = lists.bound(i);
            for (int k = 0; k < clusters; k++) {
                wasListed[i][k] = isListed(lists, i, k);
            }
        }

        lists.pricesMoved(before, after, 0);
        Set<Integer> changed = Arrays.stream(lists.takeChanged()).boxed().collect(Collectors.toSet());

        for (int i = 0; few && i < count; i++) {
            for (int e = lists.from(i); e < lists.to(i); e++) {
                assertThat((double) lists.cost(e)).isCloseTo(TestPoints.squared(values, i, centers, lists.center(e), DIM), within(1e-4));
            }
        }

        for (int i = 0; i < count; i++) {
            double all = Double.POSITIVE_INFINITY;
            double moved = old[i];
            for (int k = 0; k < clusters; k++) {
                double value = TestPoints.squared(values, i, centers, k, DIM) + after[k];
                boolean listed = isListed(lists, i, k);
                all = listed ? all : Math.min(all, value);
                boolean counts = !listed && (after[k] != before[k] || wasListed[i][k]);
                moved = counts ? Math.min(moved, value) : moved;
                assertThat(listed).isEqualTo(changed.contains(i) ? listed : wasListed[i][k]);
            }
            assertThat((double) lists.bound(i)).isLessThanOrEqualTo(all + 1e-4);
            if (few) {
                assertThat((double) lists.bound(i)).isGreaterThanOrEqualTo(moved - 1e-3);
            }
        }
    }

    private static boolean isListed(Candidates lists, int point, int center) {
        for (int e = lists.from(point); e < lists.to(point); e++) {
            if (lists.center(e) == center) {
                return true;
            }
        }
        return false;
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
            assertThat(exact + prices[center]).isGreaterThanOrEqualTo(largest - 1e-4); // best first
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
