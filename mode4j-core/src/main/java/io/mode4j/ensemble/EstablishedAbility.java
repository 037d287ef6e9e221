package io.mode4j.ensemble;

import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.Generation;
import io.mode4j.ensemble.EnsembleOptions.Routed;
import io.mode4j.ensemble.Resampled.Interval;
import io.mode4j.task.Cases;
import io.mode4j.task.Judged;
import io.mode4j.task.Metric;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.TaskKinds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;

/** Whether experts that replace others, or join them, are as good at the tasks of before: from the logits of all of them. Stateless. */
public final class EstablishedAbility {
    private static final String BEFORE = "before";
    private static final String AFTER = "after";

    private EstablishedAbility() {}

    /**
     * How a task's main metric changes.
     *
     * @param task   its name
     * @param metric as results name it
     * @param before between 0 and 1
     * @param after  the same with the other experts
     * @param low    where the difference lies with 95 % confidence, by drawing the task's cases anew, the same for both; empty where the metric has no cases
     * @param high   the same
     * @param moved  texts whose nearest expert is another now
     */
    public record Change(String task, String metric, double before, double after, OptionalDouble low, OptionalDouble high,
            List<String> moved) {
        /** Whether it is worse by more than a tolerance with 95 % confidence; where that cannot be said, whether it is worse by more. */
        public boolean isWorse(double tolerance) {
            return high.orElse(after - before) < -tolerance;
        }
    }

    /**
     * Compares two sets of experts.
     *
     * @param tasks  that all of them have been asked
     * @param before the experts that there were
     * @param after  those that there would be
     * @param rule   who votes with which weight
     * @return a line for each main metric of each task
     */
    public static List<Change> compare(EvaluationFolder evaluation, List<String> tasks, Experts before, Experts after, RoutingRule rule)
            throws IOException {
        Set<String> models = new LinkedHashSet<>(before.names());
        models.addAll(after.names());
        List<Change> changes = new ArrayList<>();
        for (String name : tasks) {
            changes.addAll(
                    changes(ScoredTask.read(evaluation, name, models, TaskKinds.standard()), before, after, new Routed(rule, false)));
        }
        return changes;
    }

    private static List<Change> changes(ScoredTask task, Experts before, Experts after, Routed routed) throws IOException {
        AskedDistances then = AskedDistances.of(task, before);
        AskedDistances now = AskedDistances.of(task, after);
        try (TaskMeasures measures = TaskMeasures.open(task)) {
            Judged old = measures.judged(before.names(), TaskWeights.of(then, List.of(routed)), routed);
            Judged other = measures.judged(after.names(), TaskWeights.of(now, List.of(routed)), routed);
            SequencedMap<String, SequencedMap<String, Interval>> intervals = intervals(task, old, other);
            List<String> moved = then.ofPictures() ? List.of()
                    : moved(task.texts(), before.names(), then.fine(), after.names(), now.fine());
            List<Change> changes = new ArrayList<>();
            for (Metric metric : task.mainMetrics()) {
                Interval interval = intervals.getOrDefault(metric.wireName(), new LinkedHashMap<>()).get(AFTER);
                changes.add(new Change(task.name(), metric.wireName(), Objects.requireNonNull(old.figures().get(metric)),
                        Objects.requireNonNull(other.figures().get(metric)),
                        interval == null ? OptionalDouble.empty() : OptionalDouble.of(interval.low()),
                        interval == null ? OptionalDouble.empty() : OptionalDouble.of(interval.high()), moved));
            }
            return changes;
        }
    }

    private static SequencedMap<String, SequencedMap<String, Interval>> intervals(ScoredTask task, Judged before, Judged after) {
        SequencedMap<String, Map<Metric, Cases>> cases = new LinkedHashMap<>();
        cases.put(BEFORE, before.cases(task.mainMetrics()));
        cases.put(AFTER, after.cases(task.mainMetrics()));
        Resampled resampled = new Resampled();
        resampled.add(task, cases);
        return resampled.on(task.name(), BEFORE);
    }

    private static List<String> moved(List<String> texts, List<String> before, TextDistances then, List<String> after, TextDistances now) {
        List<String> moved = new ArrayList<>();
        for (int text = 0; text < texts.size(); text++) {
            String old = Generation.unversioned(before.get(then.nearestExpert(text)));
            if (!old.equals(Generation.unversioned(after.get(now.nearestExpert(text))))) {
                moved.add(texts.get(text));
            }
        }
        return moved;
    }
}
