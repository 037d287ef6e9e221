package io.mode4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
    @Test
    void longestFirstWithinTheBudget() {
        List<int[]> batches = Batches.of(new int[]{3, 9, 4, 4, 30, 3}, 12);
        assertThat(batches).containsExactly(new int[]{4}, new int[]{1}, new int[]{2, 3, 0}, new int[]{5});
    }

    @Test
    void noTextsNoBatches() {
        assertThat(Batches.of(new int[0], 12)).isEmpty();
    }

    @Seeds(300)
    void everyTextOnceLongestFirstAndNoBatchOverBudgetOrTooSmall(Draws draws) {
        int[] lengths = IntStream.generate(() -> draws.between(1, 40)).limit(draws.between(0, 200)).toArray();
        int budget = draws.between(1, 100);
        List<int[]> batches = Batches.of(lengths, budget);
        assertThat(batches.stream().flatMapToInt(Arrays::stream).sorted())
                .containsExactly(IntStream.range(0, lengths.length).boxed().toArray(Integer[]::new));
        for (int b = 0; b < batches.size(); b++) {
            int[] batch = batches.get(b);
            int longest = lengths[batch[0]];
            assertThat(Arrays.stream(batch).map(i -> lengths[i])).isSortedAccordingTo((x, y) -> y - x);
            assertThat(batch.length == 1 || batch.length * longest <= budget).isTrue();
            boolean last = b == batches.size() - 1;
            assertThat(last || (batch.length + 1) * longest > budget).as("one more would not fit").isTrue();
        }
    }
}
