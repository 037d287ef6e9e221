package io.mode4j.report;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.ensemble.Average;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.task.TaskOrigin;
import io.mode4j.task.TaskWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code results.json} as the page uses it.
 *
 * @param models     in the order of tables
 * @param experts    which of them are experts, in the order of their weights
 * @param bestExpert the expert behind best-single-expert; empty without experts
 * @param tasks      in the order of the task file
 * @param headings   what metrics are called on a page
 * @param average    metric to model to value; the metric {@code mean} sums all up
 * @param averages   figures over some of the tasks, each with their names
 * @param priority   the experts, the one to train first before the others
 * @param progressive what {@code average} would be with the first of these alone, the first two, and so on up to all but the last
 * @param differences to each of the baselines that are there
 */
record Evaluation(List<String> models, List<String> experts, String bestExpert, List<TaskResult> tasks, Map<String, String> headings,
        SequencedMap<String, SequencedMap<String, Double>> average, List<Average> averages,
        List<String> priority, List<SequencedMap<String, SequencedMap<String, Double>>> progressive, List<Differences> differences) {

    /** The row of {@code average} that sums all up. */
    static final String MEAN = "mean";
    private static final int FORMAT_VERSION = 2;

    /**
     * One task.
     *
     * @param words        what its parts are called
     * @param mainMetrics  metrics that sum it up
     * @param size         how many of each part there are
     * @param weights      weight per expert by rule, for the task
     * @param queryWeights where every text is a question too, the mean of their weights by rule; else empty
     * @param results      metric to model to value
     * @param textsWithoutPictures the texts that are right for no picture
     */
    record TaskResult(String name, TaskWords words, List<String> mainMetrics, Size size, SequencedMap<String, List<Double>> weights,
            SequencedMap<String, List<Double>> queryWeights, SequencedMap<String, SequencedMap<String, Double>> results,
            List<String> textsWithoutPictures) {

        /** How large it is, in words. */
        String sizes() {
            return "%s pictures, %s %s".formatted(Numbers.count(size.pictures), Numbers.count(size.texts), words.texts());
        }
    }

    /**
     * How far averages are from a baseline's, with 95 % confidence.
     *
     * @param to      the baseline
     * @param average by metric and model
     */
    record Differences(String to, Map<String, Map<String, Interval>> average) {

        /** Of a metric of a model, if there is one. */
        Optional<Interval> of(String metric, String model) {
            return Optional.ofNullable(average.getOrDefault(metric, Map.of()).get(model));
        }
    }

    /** From one end to the other. */
    record Interval(double low, double high) {}

    /**
     * How large a task is.
     *
     * @param pictures that are asked about
     * @param texts    classes, captions
     * @param cases    of which its figures are shares
     */
    record Size(int pictures, int texts, int cases) {}

    /**
     * Reads the results of a run.
     *
     * @throws BadInputException
     *             if the run is not evaluated yet, or by an older mode4j
     */
    static Evaluation read(EvaluationFolder evaluation) throws IOException {
        Path file = evaluation.resultsJson();
        if (!Files.exists(file)) {
            throw new BadInputException("%s: expected the results of an evaluation, found no file; run evaluate first".formatted(file));
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
            if (json.path("format_version").asInt(0) != FORMAT_VERSION) {
                throw new BadInputException(
                        "%s: format version %d expected, found %s; evaluate again with this mode4j (option redo evaluate)"
                                .formatted(file, FORMAT_VERSION, json.path("format_version")));
            }
            return of(json);
        } catch (JacksonException | NullPointerException e) {
            throw new DamagedException(file, "results as evaluate writes them", String.valueOf(e.getMessage()));
        }
    }

    private static Evaluation of(JsonNode json) {
        List<TaskResult> tasks = new ArrayList<>();
        for (JsonNode task : json.get("tasks")) {
            Size size = new Size(task.get("pictures").asInt(), task.get("texts").asInt(), task.get("cases").asInt());
            tasks.add(new TaskResult(task.get("name").asString(), words(task.get("words")), texts(task.get("main_metrics")), size,
                    weights(task.get("weights")), weights(task.get("query_weights")), figures(task.get("results")),
                    texts(task.path("texts_without_pictures"))));
        }
        Map<String, String> headings = new LinkedHashMap<>();
        json.get("metrics").properties().forEach(metric -> headings.put(metric.getKey(), metric.getValue().asString()));
        return new Evaluation(texts(json.get("models")), texts(json.get("experts")), json.path("best_single_expert").asString(""), tasks,
                headings,
                figures(json.get("average")), json.path("averages").valueStream().map(Evaluation::average).toList(),
                texts(json.path("priority")), json.path("progressive").valueStream().map(Evaluation::figures).toList(),
                json.path("differences").valueStream().map(Evaluation::differences).toList());
    }

    private static Average average(JsonNode json) {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        json.get("values").properties().forEach(model -> values.put(model.getKey(), model.getValue().asDouble()));
        return new Average(json.get("name").asString(), texts(json.get("tasks")), json.get("of").asInt(), values);
    }

    private static Differences differences(JsonNode json) {
        Map<String, Map<String, Interval>> average = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> metric : json.get("average").properties()) {
            Map<String, Interval> byModel = new LinkedHashMap<>();
            metric.getValue()
                    .properties()
                    .forEach(model -> byModel.put(model.getKey(),
                            new Interval(model.getValue().get("low").asDouble(), model.getValue().get("high").asDouble())));
            average.put(metric.getKey(), byModel);
        }
        return new Differences(json.get("to").asString(), average);
    }

    private static TaskWords words(JsonNode words) {
        return new TaskWords(words.get("texts").asString(), words.get("one_case").asString(), words.get("of_task").asString(),
                words.get("of_queries").asString());
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

    /** A metric in a column's head. */
    String heading(String metric) {
        return headings.getOrDefault(metric, metric);
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

    /** The models that stand for themselves, single experts and those of a random split left out; in the order of tables. */
    List<String> wholes() {
        return models.stream().filter(model -> !isPart(model)).toList();
    }

    /** The dense models that are there. */
    List<String> baselines() {
        return ModelNames.BASELINES.stream().filter(models::contains).toList();
    }

    /** The average of those of the 26 tasks that were evaluated, if some were. */
    Optional<Average> clip26() {
        return averages.stream().filter(one -> one.name().equals(TaskOrigin.CLIP_26)).findFirst();
    }

    /** Whether a model is one of several that together are measured as well: an expert, or one of a random split. */
    boolean isPart(String model) {
        return experts.contains(model) || ModelNames.isRandomExpert(model);
    }
}
