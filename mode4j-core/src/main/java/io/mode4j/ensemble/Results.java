package io.mode4j.ensemble;

import io.mode4j.dataset.MainMetrics;
import io.mode4j.task.Metric;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.TaskOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every figure of an evaluation. Averages: of a metric that sums tasks up, over the tasks that it sums up; of another, over all tasks that have it.
 * {@link TaskOrigin#CLIP_26} is the plain mean of its tasks' main metrics, as papers print it.
 * The {@value #MEAN} is the mean of the averages of the metrics that sum tasks up, so that many tasks of one kind do not outvote the others.
 */
final class Results {

    /** Task of the rows that average over tasks. */
    static final String AVERAGE = "average";
    /** Metric of the row that sums everything up. */
    static final String MEAN = "mean";

    /** A figure of results.csv. */
    record Row(String task, String metric, String model, double value) {}

    private final List<TaskResults> tasks;
    private final List<Metric> metrics;
    private final SequencedMap<String, SequencedMap<String, Map<Metric, Double>>> byTask = new LinkedHashMap<>();
    private final List<String> experts;
    private final Optional<String> bestExpert;
    private final List<String> models;

    /** Takes the figures of tasks, and finds the best single expert, the first of equals; {@code metrics} are in the order of tables. */
    Results(List<TaskResults> tasks, List<Metric> metrics, List<String> experts) {
        this.tasks = List.copyOf(tasks);
        this.metrics = List.copyOf(metrics);
        this.experts = List.copyOf(experts);
        tasks.forEach(task -> byTask.put(task.task().name(), new LinkedHashMap<>(task.byModel())));
        // of equals, max takes the first
        bestExpert = experts.stream().max(Comparator.comparingDouble(model -> mean(model).orElse(0)));
        bestExpert.ifPresent(best -> byTask.values()
                .forEach(models -> models.put(ModelNames.BEST_SINGLE_EXPERT, Objects.requireNonNull(models.get(best)))));
        models = byTask.values()
                .stream()
                .flatMap(byModel -> byModel.keySet().stream())
                .distinct()
                .sorted(ModelNames.tableOrder(this.experts))
                .toList();
    }

    /** The expert behind {@link ModelNames#BEST_SINGLE_EXPERT}, if there are experts. */
    Optional<String> bestExpert() {
        return bestExpert;
    }

    /** The tasks, in the order of tables. */
    List<ScoredTask> tasks() {
        return tasks.stream().map(TaskResults::task).toList();
    }

    /** The experts, in their order. */
    List<String> experts() {
        return experts;
    }

    /** The metrics that tasks may have, in the order of tables. */
    List<Metric> metrics() {
        return metrics;
    }

    /** All models in the order of the tables: single models, then what is made of experts, then chance. */
    List<String> models() {
        return models;
    }

    /** Every figure, tasks first, averages last. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String task : Stream.concat(byTask.keySet().stream(), Stream.of(AVERAGE)).toList()) {
            of(task).forEach((metric, byModel) -> byModel.forEach((model, value) -> rows.add(new Row(task, metric, model, value))));
        }
        return rows;
    }

    /** The figures of one task, or of {@link #AVERAGE}: metric to model to value. */
    SequencedMap<String, SequencedMap<String, Double>> of(String task) {
        if (task.equals(AVERAGE)) {
            return ofAverages();
        }
        SequencedMap<String, SequencedMap<String, Double>> figures = new LinkedHashMap<>();
        metrics.forEach(metric -> put(figures, metric.wireName(), model -> {
            Double value = value(task, metric, model);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
        }));
        return figures;
    }

    private SequencedMap<String, SequencedMap<String, Double>> ofAverages() {
        SequencedMap<String, SequencedMap<String, Double>> figures = new LinkedHashMap<>();
        metrics.forEach(metric -> put(figures, metric.wireName(), model -> average(metric, model)));
        put(figures, MEAN, this::mean);
        List<ScoredTask> known = clip26(tasks());
        if (!known.isEmpty()) {
            put(figures, TaskOrigin.CLIP_26, model -> mainMean(known, model));
        }
        return figures;
    }

    private void put(Map<String, SequencedMap<String, Double>> figures, String name, Function<String, OptionalDouble> value) {
        SequencedMap<String, Double> byModel = byModel(value);
        if (!byModel.isEmpty()) {
            figures.put(name, byModel);
        }
    }

    private SequencedMap<String, Double> byModel(Function<String, OptionalDouble> value) {
        SequencedMap<String, Double> byModel = new LinkedHashMap<>();
        models.forEach(model -> value.apply(model).ifPresent(figure -> byModel.put(model, figure)));
        return byModel;
    }

    /** Over the tasks that a metric sums up, for each such metric with more than one; then the well-known averages. */
    List<Average> averages() {
        List<Average> averages = new ArrayList<>();
        for (Metric metric : metrics) {
            List<ScoredTask> over = tasks().stream().filter(task -> task.mainMetrics().contains(metric)).toList();
            if (over.size() > 1) {
                averages.add(over(metric.heading(), over, over.size(), model -> average(metric, model)));
            }
        }
        List<ScoredTask> known = clip26(tasks());
        if (!known.isEmpty()) {
            averages.add(over(TaskOrigin.CLIP_26, known, MainMetrics.clip26().size(), model -> mainMean(known, model)));
        }
        return averages;
    }

    private Average over(String name, List<ScoredTask> over, int of, Function<String, OptionalDouble> value) {
        return new Average(name, over.stream().map(ScoredTask::name).toList(), of, byModel(value));
    }

    /** Those of {@link TaskOrigin#CLIP_26}. */
    static List<ScoredTask> clip26(List<ScoredTask> among) {
        return among.stream().filter(task -> task.origin().average().equals(TaskOrigin.CLIP_26)).toList();
    }

    /** The plain mean of the tasks' main metrics, of models that have all of them. */
    private OptionalDouble mainMean(List<ScoredTask> over, String model) {
        double sum = 0;
        for (ScoredTask task : over) {
            Double value = value(task.name(), task.mainMetrics().getFirst(), model);
            if (value == null) {
                return OptionalDouble.empty();
            }
            sum += value;
        }
        return OptionalDouble.of(sum / over.size());
    }

    private OptionalDouble average(Metric metric, String model) {
        boolean sumsUp = tasks().stream().anyMatch(task -> task.mainMetrics().contains(metric));
        return tasks().stream()
                .filter(task -> !sumsUp || task.mainMetrics().contains(metric))
                .map(task -> value(task.name(), metric, model))
                .flatMap(Stream::ofNullable)
                .mapToDouble(value -> value)
                .average();
    }

    private OptionalDouble mean(String model) {
        Set<Metric> summing = tasks().stream()
                .flatMap(task -> task.mainMetrics().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return summing.stream().map(metric -> average(metric, model)).flatMapToDouble(OptionalDouble::stream).average();
    }

    private @Nullable Double value(String task, Metric metric, String model) {
        Map<String, Map<Metric, Double>> models = Objects.requireNonNull(byTask.get(task));
        Map<Metric, Double> metrics = models.get(model);
        return metrics == null ? null : metrics.get(metric);
    }
}
