package io.mode4j.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DrawsTest {
    private enum Three {
        ONE, TWO, THREE
    }

    /** Everything that can be drawn. */
    private static List<Object> all(Draws draws) {
        return List.of(draws.between(-3, 900), draws.between(0.5, 2.0), draws.anyLong(), draws.flip(), draws.oneOf(Three.class),
                draws.text(9));
    }

    @Test
    void aSeedDrawsTheSameAgain() {
        for (int seed = 1; seed <= 100; seed++) {
            assertThat(all(new Draws(seed))).isEqualTo(all(new Draws(seed)));
        }
        assertThat(IntStream.rangeClosed(1, 100).mapToObj(seed -> all(new Draws(seed))).distinct()).hasSize(100);
    }

    @Test
    void theFirstSeedsAreTheEnds() {
        assertThat(all(new Draws(1))).isEqualTo(List.of(-3, 0.5, Long.MIN_VALUE, false, Three.ONE, ""));
        assertThat(all(new Draws(2)).subList(0, 5)).isEqualTo(List.of(900, 2.0, Long.MAX_VALUE, true, Three.THREE));
        assertThat(new Draws(2).text(9).codePoints()).hasSize(9).contains(Character.MAX_CODE_POINT);
    }

    @Test
    void rangesAreReachedAndKept() {
        Draws draws = new Draws(3);
        assertThat(IntStream.range(0, 1000).map(i -> draws.between(4, 8)).distinct()).containsExactlyInAnyOrder(4, 5, 6, 7, 8);
        assertThat(IntStream.range(0, 1000).mapToDouble(i -> draws.between(-1.0, 1.0)).summaryStatistics())
                .satisfies(found -> assertThat(found.getMin()).isEqualTo(-1), found -> assertThat(found.getMax()).isEqualTo(1));
    }

    @Test
    void endsComeOften() {
        Draws draws = new Draws(3);
        List<Integer> found = Stream.generate(() -> draws.between(Integer.MIN_VALUE, Integer.MAX_VALUE)).limit(10_000).toList();
        for (int end : new int[]{Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(found.stream().filter(i -> i == end).count()).isBetween(1000L, 1300L);
        }
    }
}
