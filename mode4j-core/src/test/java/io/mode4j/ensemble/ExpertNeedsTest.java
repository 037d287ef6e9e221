package io.mode4j.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.ensemble.ExpertNeeds.Match;
import io.mode4j.ensemble.ExpertNeeds.Need;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpertNeedsTest {
    /** Four fine centres on the axes of a plane; the first expert has those that look up and right. */
    private static final Clusters CLUSTERS = new Clusters(new Centers(4, 2, new float[]{1, 0, 0, 1, -1, 0, 0, -1}), new long[4],
            new float[4],
            new Centers(2, 2, new float[]{0.5f, 0.5f, -0.5f, -0.5f}), new int[]{0, 0, 1, 1}, Distance.EUCLIDEAN);

    @Test
    void everyClassFindsItsCentreAndTheExpertWithMostComesFirst() {
        ExpertNeeds prior = ExpertNeeds.of(List.of("left", "down", "right"), new float[][]{{-1, 0}, {0, -1}, {0.8f, 0.6f}}, CLUSTERS);
        assertThat(prior.classes()).extracting(Match::name, Match::fineCenter, Match::expert)
                .containsExactly(tuple("left", 2, 1), tuple("down", 3, 1),
                        tuple("right", 0, 0));
        assertThat(prior.classes().get(2).distance()).isCloseTo(Math.sqrt(0.4), within(1e-6));
        assertThat(prior.fineCenters()).containsExactly(0, 2, 3);
        assertThat(prior.experts()).extracting(Need::expert, Need::classes)
                .containsExactly(tuple(1, 2), tuple(0, 1));
        assertThat(prior.experts().getFirst().paperWeight()).isGreaterThan(0.5);
        assertThat(prior.experts().stream().mapToDouble(Need::nearestWeight).sum()).isCloseTo(1, within(1e-9));
    }

    @Test
    void noClassesAndOtherEncodersAreRefused() {
        assertThatThrownBy(() -> ExpertNeeds.of(List.of(), new float[0][], CLUSTERS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExpertNeeds.of(List.of("x"), new float[][]{{1, 0, 0}}, CLUSTERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3")
                .hasMessageContaining("2");
    }
}
