package io.mode4j.cluster.kmeans;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.TestPoints;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The best of several starts costs at most what the auction that the reference uses reaches from its one choice of first centres. (From the same
 * first centres either may end in the better local optimum: docs/clustering.md.)
 */
class ReferenceObjectiveTest {
    private static final int DIM = 12;

    /** The points of a data set. */
    private static float[] points(String data, int count) {
        return switch (data) {
            case "gaussian" -> TestPoints.gaussian(count, DIM, 1);
            case "skewed" -> TestPoints.captions(count, DIM, 30, 2);
            case "planted" -> TestPoints.planted(count, DIM, 3);
            case "grid" -> TestPoints.grid(count, DIM, 2, 4);
            case "duplicates" -> duplicates(TestPoints.gaussian(count / 5, DIM, 5), count);
            default -> throw new IllegalArgumentException(data);
        };
    }

    private static float[] duplicates(float[] distinct, int count) {
        float[] values = new float[count * DIM];
        for (int i = 0; i < values.length; i++) {
            values[i] = distinct[i % distinct.length];
        }
        return values;
    }

    @ParameterizedTest
    @CsvFileSource(resources = "reference-objectives.csv", useHeadersInDisplayName = true)
    void neverAboveTheReferences(String data, int count, int clusters, double objective) {
        float[] points = points(data, count);
        KMeansOptions options = KMeansOptions.of(clusters, 0)
                .withIterations(100)
                .withTolerance(0)
                .withStarts(KMeansOptions.Init.PLUS_PLUS, 16)
                .withThreads(2);
        Fit fit = BalancedKMeans.fit(Points.of(points, DIM), options, new Balance(0, 0));
        assertThat(Arrays.stream(fit.sizes()).boxed()).isSubsetOf(List.of((long) count / clusters, (long) Math.ceilDiv(count, clusters)));
        assertThat(fit.objective()).isLessThanOrEqualTo(objective * (1 + 1e-6));
    }
}
