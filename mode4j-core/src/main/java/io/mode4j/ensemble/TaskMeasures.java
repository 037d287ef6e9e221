package io.mode4j.ensemble;

import io.mode4j.ensemble.EnsembleOptions.Routed;
import io.mode4j.format.NpyMatrix;
import io.mode4j.task.ClassificationMetrics;
import io.mode4j.task.Labels;
import io.mode4j.task.Metric;
import io.mode4j.task.Pairs;
import io.mode4j.task.RetrievalMetrics;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.Scores;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** Every metric of one task, for every model and every ensemble of its experts. Owns the opened logits; not thread-safe. */
final class TaskMeasures implements AutoCloseable {

    private final ScoredTask task;
    private final SequencedMap<String, NpyMatrix> logits = new LinkedHashMap<>();

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

    /** Metrics by model: the single ones, the ensemble by each rule, the random split, chance. */
    SequencedMap<String, Map<Metric, Double>> all(TaskWeights weights, List<Routed> rules) {
        SequencedMap<String, Map<Metric, Double>> results = new LinkedHashMap<>();
        logits.forEach((model, matrix) -> results.put(model, measure(Scores.of(matrix), Scores.of(matrix))));
        List<Scores> experts = scores(ModelNames.experts(task.models()));
        for (Routed routed : rules) {
            Scores ofTask = WeightedScores.of(experts, weight(weights, routed));
            float[][] perQuery = weights.ofQuery().get(routed.key());
            results.put(routed.model(), measure(perQuery == null ? ofTask : WeightedScores.perRow(experts, perQuery), ofTask));
        }
        List<Scores> random = scores(ModelNames.randomExperts(task.models()));
        if (!random.isEmpty()) {
            float[] equal = new float[random.size()];
            Arrays.fill(equal, 1f / equal.length);
            Scores sum = WeightedScores.of(random, equal);
            results.put(ModelNames.RANDOM_SPLIT, measure(sum, sum));
        }
        results.put(ModelNames.CHANCE, chance());
        return results;
    }

    private static float[] weight(TaskWeights weights, Routed routed) {
        float[] weight = weights.ofTask().get(routed.key());
        if (weight == null) {
            throw new IllegalStateException("no weights by rule " + routed.key());
        }
        return weight;
    }

    private List<Scores> scores(List<String> models) {
        return models.stream().map(model -> Scores.of(Objects.requireNonNull(logits.get(model)))).toList();
    }

    /** Metrics of a classification, or of a retrieval whose directions have scores of their own. */
    private Map<Metric, Double> measure(Scores textToImage, Scores ofTask) {
        return switch (task.truth()) {
            case Labels labels -> ClassificationMetrics.of(ofTask, labels.labels());
            case Pairs pairs -> {
                Map<Metric, Double> both = new EnumMap<>(Metric.class);
                both.putAll(RetrievalMetrics.textToImage(textToImage, pairs));
                both.putAll(RetrievalMetrics.imageToText(ofTask, pairs));
                yield both;
            }
        };
    }

    private Map<Metric, Double> chance() {
        return switch (task.truth()) {
            case Labels labels -> ClassificationMetrics.chance(labels.classes());
            case Pairs pairs -> RetrievalMetrics.chance(pairs);
        };
    }

    @Override
    public void close() {
        logits.values().forEach(NpyMatrix::close);
    }
}
