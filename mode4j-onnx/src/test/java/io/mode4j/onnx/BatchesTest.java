package io.mode4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
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

    @Property(tries = 300)
    void everyTextOnceLongestFirstAndNoBatchOverBudgetOrTooSmall(@ForAll @Size(max = 200) List<@IntRange(min = 1, max = 40) Integer> texts,
            @ForAll @IntRange(min = 1, max = 100) int budget) {
        int[] lengths = texts.stream().mapToInt(Integer::intValue).toArray();
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
