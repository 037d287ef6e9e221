package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {

    @ParameterizedTest
    @CsvSource({"300k samples,300000", "1 sample,1", "1.5M samples,1500000", "10 epochs,340", "0.5 epochs,17", "1 epoch,34",
        "1000 steps,8000", " 2K  steps ,16000", "0 samples,0"})
    void spansAreCountedInSamples(String text, long samples) {
        assertThat(Span.parse(text).samples(34, 8)).isEqualTo(samples);
        assertThat(Span.parse(Span.parse(text).toString())).isEqualTo(Span.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "epochs", "-1 steps", "1.5 steps", "1e3 samples", "ten epochs", "10 minutes", "0.3 samples"})
    void otherTextsAreErrors(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Span.parse(text));
    }
}
