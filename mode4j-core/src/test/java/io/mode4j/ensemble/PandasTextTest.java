package io.mode4j.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PandasTextTest {

    @Test
    void numbersAreWrittenAsPythonWritesThem() {
        Map<Double, String> expected = Map.ofEntries(Map.entry(10.0, "10.0"), Map.entry(0.0, "0.0"), Map.entry(-0.0, "-0.0"),
                Map.entry(1e-4, "0.0001"), Map.entry(1e-5, "1e-05"), Map.entry(-1.25e-7, "-1.25e-07"),
                Map.entry(1e15, "1000000000000000.0"),
                Map.entry(1e16, "1e+16"), Map.entry(1.5e300, "1.5e+300"), Map.entry(57.99999999999999, "57.99999999999999"),
                Map.entry(100.0 / 3, "33.333333333333336"), Map.entry(Double.NaN, ""), Map.entry(Double.POSITIVE_INFINITY, "inf"));
        expected.forEach((value, text) -> assertThat(PandasText.number(value)).isEqualTo(text));
        assertThat(PandasText.quoted("a,b \"c\"")).isEqualTo("\"a,b \"\"c\"\"\"");
        assertThat(PandasText.quoted("MNIST")).isEqualTo("MNIST");
    }
}
