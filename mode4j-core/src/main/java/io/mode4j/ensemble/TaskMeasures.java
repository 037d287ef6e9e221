package io.mode4j.ensemble;

import io.mode4j.ensemble.EnsembleOptions.Routed;
import io.mode4j.format.NpyMatrix;
import io.mode4j.task.Cases;
import io.mode4j.task.Judged;
import io.mode4j.task.Metric;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.Scores;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.BiFunction;

/** Every metric of one task, for every model and every ensemble of its experts, and the cases to measure differences on. Owns the opened logits; not thread-safe. */
final class TaskMeasures implements AutoCloseable {

    private final ScoredTask task;
    private final SequencedMap<String, NpyMatrix> logits = new LinkedHashMap<>();
    private final SequencedMap<String, Map<Metric, Cases>> cases = new LinkedHashMap<>();

    private TaskMeasures(ScoredTask task) {
        this.task = task;
    }

    /** Opens the logits of all models. */
    static TaskMeasures open(ScoredTask task) throws IOException {
        TaskMeasures measures = new TaskMeasures(task);
        try {
            for (String model : task.models()) {
                measures.logits.put(model, task.open(model));
            }
        } catch (IOException | RuntimeException e) {
            measures.close();
            throw e;
        }
        return measures;
    }

    /** Metrics of every model alone, of the random split, and what guessing gives. */
    SequencedMap<String, Map<Metric, Double>> single() {
        SequencedMap<String, Map<Metric, Double>> results = new LinkedHashMap<>();
        logits.forEach((model, matrix) -> results.put(model, measured(model, Scores.of(matrix), Scores.of(matrix))));
        List<Scores> random = scores(ModelNames.randomExperts(task.models()));
        if (!random.isEmpty()) {
            float[] equal = new float[random.size()];
            Arrays.fill(equal, 1f / equal.length);
            Scores sum = WeightedScores.of(random, equal);
            results.put(ModelNames.RANDOM_SPLIT, measured(ModelNames.RANDOM_SPLIT, sum, sum));
        }
        results.put(ModelNames.CHANCE, task.truth().chance());
        return results;
    }

    /** Metrics of the experts weighed by each rule. */
    SequencedMap<String, Map<Metric, Double>> ensembles(List<String> experts, TaskWeights weights, List<Routed> rules) {
        return sums(experts, weights, rules, (model, sums) -> measured(model, sums.ofTask(), sums.ofQueries()));
    }

    /** The same of some experts, whose cases nobody asks for. */
    SequencedMap<String, Map<Metric, Double>> sums(List<String> experts, TaskWeights weights, List<Routed> rules) {
        return sums(experts, weights, rules, (_, sums) -> task.truth().judge(sums.ofTask(), sums.ofQueries()).figures());
    }

    /** The experts weighed by one rule, with the cases to measure differences on. */
    Judged judged(List<String> experts, TaskWeights weights, Routed routed) {
        TaskWeights.Sums sums = weights.sums(scores(experts), task.kind(), routed);
        return task.truth().judge(sums.ofTask(), sums.ofQueries());
    }

    private SequencedMap<String, Map<Metric, Double>> sums(List<String> experts, TaskWeights weights, List<Routed> rules,
            BiFunction<String, TaskWeights.Sums, Map<Metric, Double>> measuring) {
        SequencedMap<String, Map<Metric, Double>> results = new LinkedHashMap<>();
        List<Scores> weighed = scores(experts);
        for (Routed routed : rules) {
            results.put(routed.model(), measuring.apply(routed.model(), weights.sums(weighed, task.kind(), routed)));
        }
        return results;
    }

    private Map<Metric, Double> measured(String model, Scores ofTask, Scores ofQueries) {
        Judged judged = task.truth().judge(ofTask, ofQueries);
        if (ModelNames.BASELINES.stream().anyMatch(logits::containsKey)) {
            cases.put(model, judged.cases(task.mainMetrics()));
        }
        return judged.figures();
    }

    /** The cases of the metrics that sum the task up, by model; only where there is a baseline to compare with. */
    SequencedMap<String, Map<Metric, Cases>> cases() {
        return cases;
    }

    private List<Scores> scores(List<String> models) {
        return models.stream().map(model -> Scores.of(Objects.requireNonNull(logits.get(model)))).toList();
    }

    @Override
    public void close() {
        logits.values().forEach(NpyMatrix::close);
    }
}
