package io.mode4j.cluster.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.balanced.Capacity;
import io.mode4j.cluster.balanced.FitWatcher;
import io.mode4j.cluster.balanced.Hungarian;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.TestPoints;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Balanced fits of points of which many are equal, with more centres than a list holds: sizes right, gap kept, an end within a number of steps. */
class BalancedPilesTest {
    private static final int MOST_STEPS = 1000; // of an iteration; 200 were seen
    private static final int[] CLIP_ART = {1375, 599, 431, 277, 246, 243, 226, 119, 100, 90, 80, 70, 60}; // copies of a real collection's captions
    private static final int[] TWO_THIRDS = {3000, 3000};

    /** Counts what a fit says of itself. */
    private static final class Steps implements FitWatcher {
        private int iterations;
        private int steps;

        @Override
        public void iteration(double objective) {
            iterations++;
        }

        @Override
        public void within(String what) {
            steps++;
        }

        void areFew() {
            assertThat(steps).isLessThanOrEqualTo(MOST_STEPS * iterations);
        }
    }

    private static Fit fit(float[] values, int dim, int clusters, Balance balance, Distance distance, long seed) {
        Steps steps = new Steps();
        KMeansOptions options = KMeansOptions.of(clusters, seed).withIterations(3).withDistance(distance).withThreads(2);
        Fit fit = BalancedKMeans.fit(Points.of(values, dim), options, balance, steps);
        steps.areFew();
        Capacity capacity = Capacity.of(values.length / dim, clusters, balance.slack());
        assertThat(Arrays.stream(fit.sizes()).boxed()).allMatch(size -> size >= capacity.lo() && size <= capacity.hi());
        assertThat(Arrays.stream(fit.sizes()).sum()).isEqualTo(values.length / dim);
        return fit;
    }

    private static double gap(Fit fit) {
        return fit.certificate().orElseThrow().gap();
    }

    @ParameterizedTest
    @CsvSource({"64", "65", "96", "128", "158"})
    void captionsOfACollection(int clusters) {
        assertThat(gap(fit(TestPoints.piles(7615, 32, CLIP_ART, 1), 32, clusters, Balance.STRICT, Distance.EUCLIDEAN, 0)))
                .isLessThanOrEqualTo(0.001);
    }

    @ParameterizedTest
    @CsvSource({"64", "100", "300"})
    void twoThirdsAreTwoTexts(int clusters) {
        assertThat(gap(fit(TestPoints.piles(9000, 16, TWO_THIRDS, 3), 16, clusters, Balance.STRICT, Distance.EUCLIDEAN, 0)))
                .isLessThanOrEqualTo(0.001);
    }

    @ParameterizedTest
    @CsvSource({"256", "512"})
    void manySmallPilesBesideFewLargeOnes(int clusters) {
        int[] heads = new int[66];
        Arrays.fill(heads, 20);
        System.arraycopy(new int[]{1200, 600, 300, 180, 140, 100}, 0, heads, 0, 6);
        assertThat(gap(fit(TestPoints.piles(12000, 24, heads, 2), 24, clusters, Balance.STRICT, Distance.EUCLIDEAN, 0)))
                .isLessThanOrEqualTo(0.001);
    }

    @ParameterizedTest
    @CsvSource({"EUCLIDEAN, 0", "EUCLIDEAN, 0.3", "EUCLIDEAN, 3", "COSINE, 0"})
    void withSlackAndUnderCosine(Distance distance, double slack) {
        assertThat(gap(fit(TestPoints.piles(4000, 16, new int[]{900, 400, 200}, 4), 16, 90, new Balance(slack, 0.001), distance, 0)))
                .isLessThanOrEqualTo(0.001);
    }

    /** Whole numbers, powers of two, what float16 and float32 make of random ones, and some that differ in the last bits alone. */
    @Seeds(120)
    void anyMixture(Draws draws) {
        int kind = draws.between(0, 4);
        int count = draws.between(200, 3000);
        int dim = draws.between(1, 24);
        long seed = draws.anyLong();
        RandomGenerator random = RandomStream.of(seed, "mixture");
        int distinct = 1 + random.nextInt(random.nextInt(3) == 0 ? 20 : count);
        int clusters = random.nextInt(6) == 0 ? 1 + random.nextInt(64) : 65 + random.nextInt(Math.min(300, count - 65));
        int skew = random.nextInt(8);
        double slack = random.nextInt(4) == 0 ? random.nextDouble() : 0;
        float[] texts = texts(kind, distinct * dim, random);
        float[] values = new float[count * dim];
        for (int i = 0; i < count; i++) {
            int text = (int) (distinct * Math.pow(random.nextDouble(), 1 + skew));
            System.arraycopy(texts, text * dim, values, i * dim, dim);
        }
        Distance distance = kind == 2 && random.nextBoolean() ? Distance.COSINE : Distance.EUCLIDEAN;
        assertThat(gap(fit(values, dim, clusters, new Balance(slack, 0.001), distance, seed))).isLessThanOrEqualTo(0.001);
    }

    private static float[] texts(int kind, int count, RandomGenerator random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (kind) {
                case 0 -> random.nextInt(2);
                case 1 -> random.nextInt(4);
                case 2 -> (float) random.nextGaussian();
                case 3 -> Float.float16ToFloat(Float.floatToFloat16((float) random.nextGaussian()));
                default -> (float) (random.nextInt(3) + 1e-6 * random.nextGaussian());
            };
        }
        return values;
    }

    @Seeds(20)
    void optimalWithMoreCentersThanAListHolds(Draws draws) {
        int count = draws.between(70, 180);
        int distinct = draws.between(1, 60);
        long seed = draws.anyLong();
        float[] texts = TestPoints.gaussian(distinct, 3, seed);
        float[] values = new float[count * 3];
        RandomGenerator random = RandomStream.of(seed, "copies");
        for (int i = 0; i < count; i++) {
            int text = (int) (distinct * random.nextDouble() * random.nextDouble());
            System.arraycopy(texts, text * 3, values, i * 3, 3);
        }
        int clusters = 70;
        float[] centers = TestPoints.gaussian(clusters, 3, seed + 1);
        double[][] costs = new double[count][clusters];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < clusters; k++) {
                costs[i][k] = TestPoints.squared(values, i, centers, k, 3);
            }
        }
        Capacity capacity = Capacity.of(count, clusters, 0);
        double optimum = Hungarian.balanced(costs, capacity.lo(), capacity.hi());
        Fit fit = BalancedKMeans.assign(Points.of(values, 3), new Centers(clusters, 3, centers), KMeansOptions.of(clusters, 0),
                new Balance(0, 0));
        assertThat(fit.objective()).isCloseTo(optimum, within(1e-5 * optimum + 1e-6));
        assertThat(gap(fit)).isLessThan(1e-5);
    }

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 100", "100, 100", "99, 100", "101, 100", "30, 64"})
    void aboutAsManyDistinctPointsAsCenters(int distinct, int clusters) {
        float[] texts = TestPoints.gaussian(distinct, 8, 5);
        float[] values = new float[2000 * 8];
        for (int i = 0; i < 2000; i++) {
            System.arraycopy(texts, i % distinct * 8, values, i * 8, 8);
        }
        Fit fit = fit(values, 8, clusters, Balance.STRICT, Distance.EUCLIDEAN, 1);
        assertThat(gap(fit)).isLessThanOrEqualTo(0.001);
    }

    @Test
    void theSameBytesOnAnyNumberOfThreads() {
        Points points = Points.of(TestPoints.piles(6000, 24, CLIP_ART, 3), 24);
        KMeansOptions options = KMeansOptions.of(100, 4).withIterations(3);
        Fit one = BalancedKMeans.fit(points, options.withThreads(1));
        Fit five = BalancedKMeans.fit(points, options.withThreads(5));
        assertThat(five.centers().values()).containsExactly(one.centers().values());
        assertThat(five.assignment()).containsExactly(one.assignment());
    }

    @Test
    void restartsAndRandomFirstCenters() {
        Points points = Points.of(TestPoints.piles(3000, 12, new int[]{800, 300}, 6), 12);
        KMeansOptions options = KMeansOptions.of(80, 2).withIterations(4);
        double one = BalancedKMeans.fit(points, options).objective();
        assertThat(BalancedKMeans.fit(points, options.withStarts(KMeansOptions.Init.PLUS_PLUS, 3)).objective()).isLessThanOrEqualTo(one);
        Fit random = BalancedKMeans.fit(points, options.withStarts(KMeansOptions.Init.RANDOM, 2));
        assertThat(random.sizes()).containsOnly(37, 38);
        assertThat(gap(random)).isLessThanOrEqualTo(0.001);
    }

    /** A plain fit moves centres without points, one to each distinct point. */
    @Test
    void aPlainFitOfAsManyDistinctPointsAsCenters() {
        float[] values = new float[600 * 4];
        float[] texts = TestPoints.gaussian(50, 4, 7);
        for (int i = 0; i < 600; i++) {
            System.arraycopy(texts, (i < 550 ? 0 : i - 550) * 4, values, i * 4, 4);
        }
        Fit fit = KMeans.fit(Points.of(values, 4), KMeansOptions.of(50, 3).withStarts(KMeansOptions.Init.RANDOM, 1));
        assertThat(fit.objective()).isZero();
        assertThat(fit.sizes()).contains(551L).containsOnlyOnce(551L);
    }
}
