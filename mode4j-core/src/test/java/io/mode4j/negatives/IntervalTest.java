package io.mode4j.negatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void theNormalIntervalOfAMean() {
        Interval interval = Interval.of(new double[]{1, 2, 3, 6});
        assertThat(interval.mean()).isEqualTo(3);
        double half = 1.96 * Math.sqrt((4 + 1 + 0 + 9) / 3.0 / 4);
        assertThat(interval.high() - 3).isEqualTo(half, within(1e-12));
        assertThat(3 - interval.low()).isEqualTo(half, within(1e-12));
    }

    @Test
    void batchesThatCouldNotBeMeasuredAreLeftOut() {
        assertThat(Interval.of(new double[]{1, Double.NaN, 3})).isEqualTo(Interval.of(new double[]{1, 3}));
    }

    @Test
    void aDifferenceIsAsWideAsBothTogether() {
        Interval difference = new Interval(5, 2, 8).minus(new Interval(4, 0, 8));
        assertThat(difference).isEqualTo(new Interval(1, -4, 6));
    }
}
