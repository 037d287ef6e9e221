package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RandomStreamTest {

    @Property
    void aStreamDependsOnAllItsPartsAndOnNothingElse(@ForAll long seed, @ForAll String purpose, @ForAll String key) {
        long first = RandomStream.of(seed, purpose, key).nextLong();
        assertThat(RandomStream.of(seed, purpose, key).nextLong()).isEqualTo(first);
        assertThat(RandomStream.of(seed + 1, purpose, key).nextLong()).isNotEqualTo(first);
        assertThat(RandomStream.of(seed, purpose + "x", key).nextLong()).isNotEqualTo(first);
        assertThat(RandomStream.of(seed, purpose, key, 0).nextLong()).isNotEqualTo(first);
        assertThat(RandomStream.of(seed, purpose + key).nextLong()).isNotEqualTo(first);
    }

    @Property
    void aShuffleIsAPermutation(@ForAll long seed, @ForAll @IntRange(max = 100) int size) {
        int[] order = IntStream.range(0, size).toArray();
        RandomStream.shuffle(order, RandomStream.of(seed, "order"));
        Arrays.sort(order);
        assertThat(order).isEqualTo(IntStream.range(0, size).toArray());
    }

    @Property(tries = 1)
    void drawsStayTheSameFromReleaseToRelease() {
        assertThat(RandomStream.of(7, "caption", "key").nextInt(1000)).isEqualTo(572);
        int[] order = {0, 1, 2, 3, 4, 5, 6, 7};
        RandomStream.shuffle(order, RandomStream.of(7, "order", 1));
        assertThat(order).containsExactly(1, 6, 5, 3, 7, 4, 0, 2);
    }
}
