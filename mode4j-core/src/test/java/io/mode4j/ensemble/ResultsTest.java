package io.mode4j.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.task.ClassificationKind;
import io.mode4j.task.ClassificationMetrics;
import io.mode4j.task.Labels;
import io.mode4j.task.Metric;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.TaskKinds;
import io.mode4j.task.TaskOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static final List<Metric> METRICS = TaskKinds.standard().metrics();

    private static String best(List<String> experts, double... accuracies) {
        SequencedMap<String, Map<Metric, Double>> models = new LinkedHashMap<>();
        for (int i = 0; i < accuracies.length; i++) {
            models.put(experts.get(i), Map.of(ClassificationMetrics.ACC1, accuracies[i]));
        }
        ScoredTask task = new ScoredTask(new EvaluationFolder(Path.of("none")), "t", new ClassificationKind(), TaskOrigin.of("t"),
                List.of(ClassificationMetrics.ACC1), List.of("a", "b"), new Labels(2, new int[]{0, 1}), experts, "");
        return new Results(List.of(new TaskResults(task, models)), METRICS, experts).bestExpert().orElseThrow();
    }

    @Test
    void ofEqualExpertsTheFirstIsTheBest() {
        List<String> experts = List.of("expert-0", "expert-1", "expert-2", "expert-10");
        assertThat(best(experts, 0.5, 0.5, 0.5, 0.5)).isEqualTo("expert-0");
        assertThat(best(experts, 0.25, 0.5, 0.5, 0.5)).isEqualTo("expert-1");
        assertThat(best(experts, 0.25, 0.5, 0.25, 0.75)).isEqualTo("expert-10");
    }

    @Test
    void theAverageOfThe26IsThePlainMeanOfTheirMainMetricsAndSaysOverHowManyItIs() {
        List<TaskResults> tasks = new ArrayList<>();
        tasks.add(known("a", TaskOrigin.CLIP_26, ClassificationMetrics.ACC1, 0.5));
        tasks.add(known("b", TaskOrigin.CLIP_26, ClassificationMetrics.MEAN_PER_CLASS_RECALL, 0.25));
        tasks.add(known("c", "", ClassificationMetrics.ACC1, 1));
        Results results = new Results(tasks, METRICS, List.of());
        assertThat(results.averages()).hasSize(2).last().satisfies(average -> {
            assertThat(average.name()).isEqualTo(TaskOrigin.CLIP_26);
            assertThat(average.tasks()).containsExactly("a", "b");
            assertThat(average.of()).isEqualTo(26);
            assertThat(average.byModel()).containsExactly(Map.entry("m", 0.375));
        });
        assertThat(results.rows()).last().isEqualTo(new Results.Row(Results.AVERAGE, TaskOrigin.CLIP_26, "m", 0.375));
    }

    private static TaskResults known(String name, String average, Metric main, double value) {
        ScoredTask task = new ScoredTask(new EvaluationFolder(Path.of("none")), name, new ClassificationKind(),
                new TaskOrigin(name, TaskOrigin.ENGLISH, average), List.of(main), List.of("x", "y"), new Labels(2, new int[]{0, 1}),
                List.of("m"), "");
        return new TaskResults(task, new LinkedHashMap<>(Map.of("m", Map.of(main, value))));
    }
}
