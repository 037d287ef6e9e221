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
}
