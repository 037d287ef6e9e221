package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    @Seeds(1000)
    void aStreamDependsOnAllItsPartsAndOnNothingElse(Draws draws) {
        long seed = draws.anyLong();
        String purpose = draws.text(255);
        String key = draws.text(255);
        long first = RandomStream.of(seed, purpose, key).nextLong();
        assertThat(RandomStream.of(seed, purpose, key).nextLong()).isEqualTo(first);
        assertThat(RandomStream.of(seed + 1, purpose, key).nextLong()).isNotEqualTo(first);
        assertThat(RandomStream.of(seed, purpose + "x", key).nextLong()).isNotEqualTo(first);
        assertThat(RandomStream.of(seed, purpose, key, 0).nextLong()).isNotEqualTo(first);
        assertThat(RandomStream.of(seed, purpose + key).nextLong()).isNotEqualTo(first);
    }

    @Seeds(1000)
    void aShuffleIsAPermutation(Draws draws) {
        long seed = draws.anyLong();
        int size = draws.between(0, 100);
        int[] order = IntStream.range(0, size).toArray();
        RandomStream.shuffle(order, RandomStream.of(seed, "order"));
        Arrays.sort(order);
        assertThat(order).isEqualTo(IntStream.range(0, size).toArray());
    }

    @Test
    void drawsStayTheSameFromReleaseToRelease() {
        assertThat(RandomStream.of(7, "caption", "key").nextInt(1000)).isEqualTo(572);
        int[] order = {0, 1, 2, 3, 4, 5, 6, 7};
        RandomStream.shuffle(order, RandomStream.of(7, "order", 1));
        assertThat(order).containsExactly(1, 6, 5, 3, 7, 4, 0, 2);
    }
}
