package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RandomStream;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthOrderTest {
    @Test
    void goesFromShortToLongAndKeepsEqualOnes() {
        assertThat(LengthOrder.of(new int[]{5, 3, 9, 3, 5}).indices()).containsExactly(1, 3, 0, 4, 2);
    }

    @Test
    void cutsWhereTokensAreShared() {
        LengthOrder order = LengthOrder.of(new int[]{30, 10, 10, 10, 20, 10, 10, 20}); // 10 10 10 10 10 | 20 20 30: of 120 tokens
        assertThat(order.cuts(1)).containsExactly(0, 8);
        assertThat(order.cuts(2)).containsExactly(0, 6, 8); // 70 and 50: the next place would give 50 and 70
        assertThat(order.cuts(3)).containsExactly(0, 4, 7, 8); // 40, 50 and 30
    }

    @Test
    void noPartIsEmptyHoweverLongOneTextIs() {
        RandomGenerator random = RandomStream.of(1, "length-order");
        for (int round = 0; round < 200; round++) {
            int[] lengths = IntStream.range(0, 1 + random.nextInt(20)).map(_ -> random.nextInt(10) == 0 ? 77 : 1).toArray();
            int parts = 1 + random.nextInt(lengths.length);
            int[] cuts = LengthOrder.of(lengths).cuts(parts);
            assertThat(cuts).hasSize(parts + 1).startsWith(0).endsWith(lengths.length);
            assertThat(Arrays.stream(cuts).distinct().sorted().toArray()).isEqualTo(cuts);
        }
    }

    @Test
    void noTextsAreNoParts() {
        assertThat(LengthOrder.of(new int[0]).cuts(0)).containsExactly(0);
    }

    @Test
    void rowsGoBackToWhereTheirTextsAre() {
        LengthOrder order = LengthOrder.of(new int[]{5, 3, 9});
        assertThat(order.restored(new float[][]{{3}, {5}, {9}})).isDeepEqualTo(new float[][]{{5}, {3}, {9}});
    }
}
