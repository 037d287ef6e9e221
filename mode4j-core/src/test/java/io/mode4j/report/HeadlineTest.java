package io.mode4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.report.Evaluation.Differences;
import io.mode4j.report.Evaluation.Interval;
import io.mode4j.report.Evaluation.Size;
import io.mode4j.report.Evaluation.TaskResult;
import io.mode4j.task.TaskWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** The title says no more than the intervals do. */
class HeadlineTest {

    /** MoDE by the paper's rule at 50.4 %, dense at 50, with an interval of the difference. */
    private static String title(List<Differences> differences) {
        SequencedMap<String, Double> values = new LinkedHashMap<>(Map.of("mode-paper", 0.504, "dense", 0.5, "chance", 0.1));
        SequencedMap<String, SequencedMap<String, Double>> figures = new LinkedHashMap<>(Map.of("acc1", values));
        TaskResult task = new TaskResult("task", new TaskWords("classes", "picture"), List.of("acc1"), new Size(500, 10, 500),
                new LinkedHashMap<>(), new LinkedHashMap<>(), figures, List.of());
        return new Headline(new Evaluation(List.of("dense", "mode-paper", "chance"), List.of("expert-0", "expert-1"), "expert-0",
                List.of(task), Map.of(),
                new LinkedHashMap<>(Map.of(Evaluation.MEAN, values)), List.of(), List.of(), List.of(), differences)).title();
    }

    private static List<Differences> between(double low, double high) {
        return List.of(new Differences("dense", Map.of(Evaluation.MEAN, Map.of("mode-paper", new Interval(low, high)))));
    }

    @Test
    void aDifferenceWhoseIntervalHoldsNothingIsLevel() {
        assertThat(title(between(-0.001, 0.009))).isEqualTo("MoDE-2 reaches a mean of 50.4 %: level with the dense model of equal samples");
        assertThat(title(between(0.001, 0.007))).endsWith("0.4 points above the dense model of equal samples");
    }

    @Test
    void withoutAnIntervalTheDifferenceIsSaid() {
        assertThat(title(List.of())).endsWith("0.4 points above the dense model of equal samples");
    }
}
