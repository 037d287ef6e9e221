package io.mode4j.negatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegativesOptionsTest {

    @Test
    void optionsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> NegativesOptions.defaults().withBatches(1)).hasMessageContaining("at least 2 batches");
        assertThatThrownBy(() -> NegativesOptions.defaults().withThreshold(0)).hasMessageContaining("above 0 and up to 1");
        assertThatThrownBy(() -> NegativesOptions.defaults().withThreshold(1.1)).hasMessageContaining("above 0 and up to 1");
        assertThat(NegativesOptions.defaults().threshold()).isEqualTo(0.9);
    }

    @ParameterizedTest
    @CsvSource({"24, 1536, 200", "65536, 1536, 200", "65537, 1536, 42", "2500000000, 1536, 42", "65537, 100, 200", "65537, 24576, 10"})
    void largeDataAreLookedAtInFewerBatches(long rows, long drawn, int batches) {
        assertThat(NegativesOptions.defaults().batches(rows, drawn)).isEqualTo(batches);
        assertThat(NegativesOptions.defaults().withBatches(500).batches(rows, drawn)).isEqualTo(500);
    }
}
