package io.mode4j.negatives;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.negatives.NegativesReport.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {

    /** Every interval reaches 0.01 to both sides. */
    private static Kind kind(String name, double hardest, double gradient, double masked) {
        Map<Figure, Interval> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.HARDEST_TRUE, new Interval(hardest, hardest - 0.01, hardest + 0.01));
        figures.put(Figure.FALSE_GRADIENT, new Interval(gradient, gradient - 0.01, gradient + 0.01));
        figures.put(Figure.MASKED_FALSE_GRADIENT, new Interval(masked, masked - 0.01, masked + 0.01));
        figures.put(Figure.EFFECTIVE_NEGATIVES, new Interval(100 * hardest, 100 * hardest - 1, 100 * hardest + 1));
        return new Kind(name, 100, figures);
    }

    private static List<String> of(double hardest, double gradient) {
        return Verdict.of(new NegativesReport(256, 200, 0.9, 20, 1000, 0, List.of(kind("seed", 0.5, 0.1, 0.05)),
                kind("experts", hardest, gradient, 0.25)));
    }

    @Test
    void harderAndCleanerIsSaidWhereItIsSo() {
        assertThat(of(0.6, 0.05)).containsExactly(
                "Harder: yes. The hardest negative that is not likely false has a cosine of 0.600 in the experts' batches and of 0.500 in the seed's (+0.100, 95 % interval +0.086 to +0.114); 60.0 negatives of a pair count there, and 50.0.",
                "Cleaner: yes. Of the gradient by negatives 5.00 % falls on likely false ones in the experts' batches and 10.00 % in the seed's (-5.00, 95 % interval -6.41 to -3.59 points); with equal captions masked, as in training here, 25.00 % and 5.00 %.");
    }

    @Test
    void theOppositeIsSaidToo() {
        assertThat(of(0.4, 0.2).getFirst()).startsWith("Harder: no, they are easier. ");
        assertThat(of(0.4, 0.2).getLast()).startsWith("Cleaner: no, they are less clean. ");
    }

    @Test
    void whatMayBeChanceIsCalledSo() {
        assertThat(of(0.51, 0.09).getFirst()).startsWith("Harder: no difference beyond chance. ");
        assertThat(of(0.51, 0.09).getLast()).startsWith("Cleaner: no difference beyond chance. ");
    }
}
