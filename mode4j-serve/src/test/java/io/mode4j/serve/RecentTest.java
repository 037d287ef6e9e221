package io.mode4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which of them stay. */
class RecentTest {

    @Test
    void theOneThatWasNotAskedForLongestGoes() {
        Recent<String, Integer> recent = new Recent<>(2);
        recent.put("a", 1);
        recent.put("b", 2);
        assertThat(recent.get("a")).contains(1);
        recent.put("c", 3);
        assertThat(recent.get("b")).isEmpty();
        assertThat(recent.get("a")).contains(1);
        recent.put("c", 4);
        assertThat(recent.get("a")).contains(1);
        assertThat(recent.get("c")).contains(4);
    }
}
