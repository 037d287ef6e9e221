package io.mode4j.ensemble;

import io.mode4j.artifact.RandomStream;
import io.mode4j.task.Cases;
import io.mode4j.task.Metric;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.TaskOrigin;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What the figures of models would be on other pictures: each task's cases are drawn {@value #DRAWS} times with replacement, as many as there are, the same ones for all models
 * (the paired bootstrap). Not thread-safe.
 */
final class Resampled {

    static final int DRAWS = 1000;
    private static final double OUTSIDE = 0.025;

    /** Where a difference lies with 95 % confidence. */
    record Interval(double low, double high) {}

    private final Map<String, Map<Metric, SequencedMap<String, double[]>>> byTask = new LinkedHashMap<>();

    /** Draws a task's cases. */
    void add(ScoredTask task, SequencedMap<String, Map<Metric, Cases>> cases) {
        Map<Metric, SequencedMap<String, double[]>> byMetric = new LinkedHashMap<>();
        for (Metric metric : task.mainMetrics()) {
            SequencedMap<String, Cases> ofModels = new LinkedHashMap<>();
            cases.forEach((model, all) -> Optional.ofNullable(all.get(metric)).ifPresent(some -> ofModels.put(model, some)));
            if (!ofModels.isEmpty()) {
                byMetric.put(metric, means(task.name() + " " + metric.wireName(), ofModels));
            }
        }
        byTask.put(task.name(), byMetric);
    }

    private static SequencedMap<String, double[]> means(String key, SequencedMap<String, Cases> ofModels) {
        SequencedMap<String, double[]> means = new LinkedHashMap<>();
        ofModels.keySet().forEach(model -> means.put(model, new double[DRAWS]));
        int count = ofModels.firstEntry().getValue().count();
        IntStream.range(0, DRAWS).parallel().forEach(draw -> {
            RandomGenerator random = RandomStream.of(0, "bootstrap", key, draw);
            int[] times = new int[count];
            for (int i = 0; i < count; i++) {
                times[random.nextInt(count)]++;
            }
            ofModels.forEach((model, cases) -> Objects.requireNonNull(means.get(model))[draw] = cases.measure(times));
        });
        return means;
    }

    /** How far every other model is from {@code baseline} on a task; by metric and model, of metrics that can be measured on a sample of cases. */
    SequencedMap<String, SequencedMap<String, Interval>> on(String task, String baseline) {
        SequencedMap<String, SequencedMap<String, Interval>> intervals = new LinkedHashMap<>();
        Objects.requireNonNull(byTask.get(task))
                .forEach((metric, means) -> put(intervals, metric.wireName(), means, baseline));
        return intervals;
    }

    /**
     * How far every other model is from {@code baseline} on average, as {@link Results} takes averages: of each main metric over the tasks that it sums up, of all, and of
     * the 26 tasks that are there.
     *
     * @param tasks over which
     */
    SequencedMap<String, SequencedMap<String, Interval>> onAverage(List<ScoredTask> tasks, String baseline) {
        SequencedMap<Metric, SequencedMap<String, double[]>> averages = new LinkedHashMap<>();
        for (Metric metric : tasks.stream().flatMap(task -> task.mainMetrics().stream()).distinct().toList()) {
            averages.put(metric, average(tasks.stream()
                    .filter(task -> task.mainMetrics().contains(metric))
                    .map(task -> of(task, metric))
                    .toList()));
        }
        SequencedMap<String, SequencedMap<String, Interval>> intervals = new LinkedHashMap<>();
        averages.forEach((metric, means) -> put(intervals, metric.wireName(), means, baseline));
        put(intervals, Results.MEAN, average(List.copyOf(averages.values())), baseline);
        List<ScoredTask> known = Results.clip26(tasks);
        if (!known.isEmpty()) {
            put(intervals, TaskOrigin.CLIP_26, average(known.stream().map(task -> of(task, task.mainMetrics().getFirst())).toList()),
                    baseline);
        }
        return intervals;
    }

    private SequencedMap<String, double[]> of(ScoredTask task, Metric metric) {
        return Objects.requireNonNull(byTask.get(task.name())).getOrDefault(metric, new LinkedHashMap<>());
    }

    /** The mean draw by draw, of models that are in all. */
    private static SequencedMap<String, double[]> average(List<SequencedMap<String, double[]>> parts) {
        SequencedMap<String, double[]> average = new LinkedHashMap<>();
        for (String model : parts.getFirst().keySet()) {
            if (parts.stream().allMatch(part -> part.containsKey(model))) {
                double[] mean = new double[DRAWS];
                for (SequencedMap<String, double[]> part : parts) {
                    double[] own = Objects.requireNonNull(part.get(model));
                    for (int draw = 0; draw < DRAWS; draw++) {
                        mean[draw] += own[draw] / parts.size();
                    }
                }
                average.put(model, mean);
            }
        }
        return average;
    }

    private static void put(Map<String, SequencedMap<String, Interval>> intervals, String metric, SequencedMap<String, double[]> means,
            String baseline) {
        double[] base = means.get(baseline);
        if (base == null) {
            return;
        }
        SequencedMap<String, Interval> byModel = new LinkedHashMap<>();
        means.forEach((model, own) -> {
            if (!model.equals(baseline)) {
                byModel.put(model, interval(own, base));
            }
        });
        intervals.put(metric, byModel);
    }

    private static Interval interval(double[] own, double[] base) {
        double[] differences = new double[DRAWS];
        Arrays.setAll(differences, draw -> own[draw] - base[draw]);
        Arrays.sort(differences);
        int outside = (int) Math.round(OUTSIDE * DRAWS);
        return new Interval(differences[outside], differences[DRAWS - 1 - outside]);
    }
}
