package io.mode4j.ensemble;

import io.mode4j.artifact.FileLayer;
import io.mode4j.task.Labels;
import io.mode4j.task.Metric;
import io.mode4j.task.Pairs;
import io.mode4j.task.ScoredTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code results.csv} ({@code task,metric,model,value}, values between 0 and 1, unrounded) and {@code results.json}:
 *
 * <pre>{@code
 * {format_version, options {lambda, tau, coarse}, models [in the order of tables], best_single_expert,
 *  tasks [{name, kind, main_metrics, pictures, texts, logits (their fingerprint), weights {rule: [C]}, text_to_image_weights {rule: [C], mean over queries},
 *          results {metric: {model: value}}}],
 *  average {metric: {model: value}}}
 * }</pre>
 */
final class ResultFiles {

    static final int FORMAT_VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final FileLayer files;
    private final Path evaluation;

    ResultFiles(FileLayer files, Path evaluation) {
        this.files = files;
        this.evaluation = evaluation;
    }

    void write(List<ScoredTask> tasks, Results results, Map<String, TaskWeights> weights, EnsembleOptions options) throws IOException {
        StringBuilder csv = new StringBuilder("task,metric,model,value\n");
        for (Results.Row row : results.rows()) {
            csv.append(row.task())
                    .append(',')
                    .append(row.metric())
                    .append(',')
                    .append(row.model())
                    .append(',')
                    .append(row.value())
                    .append('\n');
        }
        text("results.csv", csv.toString());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format_version", FORMAT_VERSION);
        json.put("options", options);
        json.put("models", results.models());
        json.put("best_single_expert", results.bestExpert());
        List<Map<String, Object>> described = new ArrayList<>();
        for (ScoredTask task : tasks) {
            described.add(describe(task, results, Objects.requireNonNull(weights.get(task.name()))));
        }
        json.put("tasks", described);
        json.put("average", results.of(Results.AVERAGE));
        text("results.json", JSON.writeValueAsString(json));
    }

    private static Map<String, Object> describe(ScoredTask task, Results results, TaskWeights weights) {
        SequencedMap<String, float[]> ofQueries = new LinkedHashMap<>();
        weights.ofQuery().forEach((rule, rows) -> ofQueries.put(rule, TaskWeights.mean(rows)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", task.name());
        json.put("kind", task.truth() instanceof Labels ? "classification" : "retrieval");
        json.put("main_metrics", task.mainMetrics().stream().map(Metric::wireName).toList());
        json.put("pictures", switch (task.truth()) {
            case Labels labels -> labels.labels().length;
            case Pairs pairs -> pairs.imageCount();
        });
        json.put("texts", task.texts().size());
        json.put("logits", task.fingerprint());
        json.put("weights", weights.ofTask());
        json.put("text_to_image_weights", ofQueries);
        json.put("results", results.of(task.name()));
        return json;
    }

    private void text(String name, String text) throws IOException {
        files.write(evaluation.resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
