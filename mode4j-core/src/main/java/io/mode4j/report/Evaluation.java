package io.mode4j.report;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code results.json} as the page uses it.
 *
 * @param models     in the order of tables
 * @param bestExpert the expert behind best-single-expert
 * @param tasks      in the order of the task file
 * @param average    metric to model to value; the metric {@code mean} sums all up
 */
record Evaluation(List<String> models, String bestExpert, List<TaskResult> tasks,
        SequencedMap<String, SequencedMap<String, Double>> average) {

    /** The row of {@code average} that sums all up. */
    static final String MEAN = "mean";

    /**
     * One task.
     *
     * @param mainMetrics  metrics that sum it up
     * @param pictures     how many there are
     * @param texts        how many classes or captions
     * @param weights      weight per expert by rule; of a retrieval, those of image-to-text
     * @param queryWeights of a retrieval, the mean weights of text-to-image by rule
     * @param results      metric to model to value
     */
    record TaskResult(String name, List<String> mainMetrics, int pictures, int texts, SequencedMap<String, List<Double>> weights,
            SequencedMap<String, List<Double>> queryWeights, SequencedMap<String, SequencedMap<String, Double>> results) {

        /** Whether it is a retrieval; else it is a classification. */
        boolean isRetrieval() {
            return !queryWeights.isEmpty();
        }
    }

    /**
     * Reads the results of a run.
     *
     * @throws BadInputException
     *             if the run is not evaluated yet
     */
    static Evaluation read(Path evaluation) throws IOException {
        Path file = evaluation.resolve("results.json");
        if (!Files.exists(file)) {
            throw new BadInputException("%s: expected the results of an evaluation, found no file; run evaluate first".formatted(file));
        }
        try {
            return of(JsonMapper.shared().readTree(Files.readString(file)));
        } catch (JacksonException | NullPointerException e) {
            throw new DamagedException(file, "results as evaluate writes them", String.valueOf(e.getMessage()));
        }
    }

    private static Evaluation of(JsonNode json) {
        List<TaskResult> tasks = new ArrayList<>();
        for (JsonNode task : json.get("tasks")) {
            tasks.add(new TaskResult(task.get("name").asString(), texts(task.get("main_metrics")), task.get("pictures").asInt(),
                    task.get("texts").asInt(), weights(task.get("weights")), weights(task.get("text_to_image_weights")),
                    figures(task.get("results"))));
        }
        return new Evaluation(texts(json.get("models")), json.get("best_single_expert").asString(), tasks, figures(json.get("average")));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private static SequencedMap<String, List<Double>> weights(JsonNode rules) {
        SequencedMap<String, List<Double>> weights = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> rule : rules.properties()) {
            weights.put(rule.getKey(), rule.getValue().valueStream().map(JsonNode::asDouble).toList());
        }
        return weights;
    }

    private static SequencedMap<String, SequencedMap<String, Double>> figures(JsonNode metrics) {
        SequencedMap<String, SequencedMap<String, Double>> figures = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> metric : metrics.properties()) {
            SequencedMap<String, Double> byModel = new LinkedHashMap<>();
            metric.getValue().properties().forEach(model -> byModel.put(model.getKey(), model.getValue().asDouble()));
            figures.put(metric.getKey(), byModel);
        }
        return figures;
    }

    /** The average of a metric, between 0 and 1. */
    OptionalDouble average(String metric, String model) {
        return value(average, metric, model);
    }

    /** A figure among figures. */
    static OptionalDouble value(Map<String, ? extends Map<String, Double>> figures, String metric, String model) {
        Map<String, Double> models = figures.get(metric);
        Double value = models == null ? null : models.get(model);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** How many experts there are. */
    int experts() {
        return tasks.getFirst().weights().firstEntry().getValue().size();
    }
}
