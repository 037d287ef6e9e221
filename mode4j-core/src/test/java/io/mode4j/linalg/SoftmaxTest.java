package io.mode4j.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftmaxTest {

    @Test
    void sharesAreThoseOfThePowers() {
        assertThat(Softmax.of(new double[]{0, Math.log(3)})).containsExactly(new double[]{0.25, 0.75}, within(1e-15));
        assertThat(Softmax.of(new double[]{-7})).containsExactly(1.0);
    }

    @Test
    void largeLogitsDoNotOverflow() {
        assertThat(Softmax.of(new double[]{1e6, 1e6, -1e6})).containsExactly(0.5, 0.5, 0);
    }

    @Test
    void aTemperatureIsPositive() {
        Softmax.checkTemperature("tau", 0.1);
        for (double bad : new double[]{0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Softmax.checkTemperature("tau", bad)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tau");
        }
    }

    @Test
    void theUnitMeanOfVectorsHasLengthOneAndTheirDirection() {
        assertThat(Vectors.unitMean(new float[][]{{3, 0}, {0, 4}, {3, 4}})).containsExactly(new float[]{0.6f, 0.8f}, within(1e-7f));
    }
}
