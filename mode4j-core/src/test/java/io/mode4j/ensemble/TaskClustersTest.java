package io.mode4j.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.ensemble.TaskClusters.Near;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskClustersTest {
    private static final List<String> NAMES = List.of("left", "right");
    private static final float[][] TEXTS = {{-10, 0}, {10, 0}};
    private static final long[] SIZES = {10, 20, 30, 40, 0};

    /** Five fine centres on a line, at these places. */
    private static Clusters line(Distance distance, float... places) {
        float[] values = new float[2 * places.length];
        for (int k = 0; k < places.length; k++) {
            values[2 * k] = places[k];
            values[2 * k + 1] = 1;
        }
        return new Clusters(new Centers(places.length, 2, values), new long[places.length], new float[places.length],
                new Centers(1, 2, new float[2]), new int[places.length], distance);
    }

    private static TaskClusters of(double share) {
        return TaskClusters.of(NAMES, TEXTS, line(Distance.EUCLIDEAN, 0, 9, -6, 7, -6), SIZES, share);
    }

    @ParameterizedTest
    @CsvSource({"0.01, 1", "0.2, 1", "0.21, 2", "0.6, 2", "0.61, 3", "0.9, 3", "0.91, 5", "1, 5"})
    void asFewAreTakenAsHaveTheShareTheNearestFirst(double share, int taken) {
        TaskClusters clusters = of(share);
        assertThat(clusters.fine()).extracting(Near::number).isEqualTo(List.of(1, 3, 2, 4, 0).subList(0, taken));
        assertThat(clusters.pairs()).isEqualTo(clusters.fine().stream().mapToLong(Near::pairs).sum())
                .isGreaterThanOrEqualTo(Math.round(100 * share));
        assertThat(clusters.all()).isEqualTo(100);
    }

    @Test
    void eachKnowsTheClassThatItIsNearTo() {
        TaskClusters clusters = of(1);
        assertThat(clusters.fine()).extracting(Near::className).containsExactly("right", "right", "left", "left", "left");
        assertThat(clusters.fine().getFirst().distance()).isCloseTo(Math.sqrt(2), within(1e-6));
        assertThat(clusters.numbers()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void directionsAreComparedWhereTheClustersCompareThem() {
        Clusters clusters = line(Distance.COSINE, 0, 1, -100, 2, 3);
        TaskClusters near = TaskClusters.of(NAMES, TEXTS, clusters, new long[]{1, 1, 1, 1, 1}, 0.6);
        assertThat(near.numbers()).containsExactly(2, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN})
    void noShareIsRefused(double share) {
        assertThatThrownBy(() -> of(share)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("option share");
    }

    @Test
    void otherEncodersAreRefused() {
        assertThatThrownBy(() -> TaskClusters.of(List.of("x"), new float[][]{{1, 2, 3}}, line(Distance.EUCLIDEAN, 1), new long[]{1}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("texts have 3 numbers, the centres 2");
    }
}
