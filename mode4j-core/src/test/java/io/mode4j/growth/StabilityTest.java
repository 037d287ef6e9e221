package io.mode4j.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StabilityTest {

    @Test
    void isTheSumOverShares() {
        long[] then = {7_999, 1_999};
        long[] now = {3_999, 5_999};
        // half a member is added to each: shares 0.79990, 0.20010 and 0.40005, 0.59995
        double p = 7999.5 / 9999;
        double q = 3999.5 / 9999;
        double expected = (q - p) * Math.log(q / p) + (p - q) * Math.log((1 - q) / (1 - p)) - 2.0 / 9999;
        assertThat(Stability.index(then, now)).isCloseTo(expected, within(1e-12)).isGreaterThan(0.5);
    }

    @Test
    void chanceAloneIsNoShift() {
        Random random = new Random(5);
        long[] then = new long[256];
        long[] now = new long[256];
        random.ints(20_000, 0, 256).forEach(k -> then[k]++);
        random.ints(2_000, 0, 256).forEach(k -> now[k]++);
        assertThat(Stability.index(then, now)).isLessThan(0.05); // 0.14 without what chance gives taken off
        assertThat(Stability.index(then, then)).isZero();
    }
}
