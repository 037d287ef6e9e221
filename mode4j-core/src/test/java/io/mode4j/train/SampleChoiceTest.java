package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import io.mode4j.train.SampleChoice.Everything;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.SampleChoice.FineClusters;
import io.mode4j.train.SampleChoice.RandomShare;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleChoiceTest {

    @Seeds(50)
    void itsWordsAreReadBack(Draws draws) {
        int expert = draws.between(0, Integer.MAX_VALUE);
        double ratio = draws.between(0.0, 1.0);
        long seed = draws.anyLong();
        for (SampleChoice choice : new SampleChoice[]{new Everything(), new ExpertShare(expert, ratio, seed),
            new RandomShare(expert, ratio, seed), new FineClusters(List.of(expert)), new FineClusters(List.of(7, expert, 0, 7))}) {
            assertThat(SampleChoice.described(choice.describe())).isEqualTo(choice);
        }
    }

    @Test
    void fineClustersAreNamedOnceAndInOrder() {
        assertThat(new FineClusters(List.of(9, 1, 9, 5)).describe()).isEqualTo("fine clusters 1, 5, 9");
        assertThatThrownBy(() -> new FineClusters(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FineClusters(List.of(3, -1))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "all", "coarse cluster 1", "fine clusters ", "fine clusters 1,2",
        "coarse cluster x and 0.1 of the others, seed 3"})
    void otherWordsAreNone(String words) {
        assertThatThrownBy(() -> SampleChoice.described(words)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a choice of pairs, found \"" + words + "\"");
    }
}
