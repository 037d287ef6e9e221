package io.mode4j.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaptionChoiceTest {
    private static Sample sample(String key, String... captions) {
        return new Sample(key, List.of(captions), 512, 10, "image/png");
    }

    @Test
    void firstIsTheFirst() {
        assertThat(new CaptionChoice(CaptionChoice.Mode.FIRST, 7).choose(sample("a", "x", "y"))).isEqualTo("x");
    }

    @Test
    void longestIsTheLongestAndTheFirstOfEquals() {
        CaptionChoice longest = new CaptionChoice(CaptionChoice.Mode.LONGEST, 7);
        assertThat(longest.choose(sample("a", "xx", "zzz", "yyy", "w"))).isEqualTo("zzz");
        assertThat(longest.choose(sample("a", "only"))).isEqualTo("only");
    }

    @Test
    void randomDependsOnSeedAndKeyAndIsEven() {
        CaptionChoice choice = new CaptionChoice(CaptionChoice.Mode.RANDOM, 7);
        List<String> chosen = IntStream.range(0, 3000).mapToObj(i -> choice.choose(sample("key" + i, "x", "y", "z"))).toList();
        assertThat(IntStream.range(0, 3000).mapToObj(i -> choice.choose(sample("key" + i, "x", "y", "z")))).isEqualTo(chosen);
        CaptionChoice other = new CaptionChoice(CaptionChoice.Mode.RANDOM, 8);
        assertThat(IntStream.range(0, 3000).mapToObj(i -> other.choose(sample("key" + i, "x", "y", "z"))).toList()).isNotEqualTo(chosen);
        Map<String, Long> counts = chosen.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        // 1000 each, within five standard deviations
        assertThat(counts.values()).hasSize(3).allMatch(n -> Math.abs(n - 1000) < 5 * Math.sqrt(3000 * 2 / 9.0));
    }

    @Test
    void samplesNeedACaptionAndAnImage() {
        assertThatThrownBy(() -> sample("a")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'a'");
        assertThatThrownBy(() -> sample("a", " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Sample("a", List.of("x"), 512, 0, "image/png")).isInstanceOf(IllegalArgumentException.class);
    }
}
