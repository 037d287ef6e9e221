package io.mode4j.ensemble;

import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.task.Metric;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.TaskWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code results.csv} ({@code task,metric,model,value}, values between 0 and 1, unrounded) and {@code results.json}:
 *
 * <pre>{@code
 * {format_version, options {lambda, tau, coarse}, models [in the order of tables], experts, best_single_expert (where there are experts),
 *  metrics {metric: its name on a page}, tasks [{name, kind, data_set, language, words {texts, one_case, of_task, of_queries}, main_metrics, pictures, cases, texts,
 *  texts_without_pictures [text],
 *  logits (their fingerprint), weights {rule: [C]}, query_weights {rule: [C], mean over queries}, results {metric: {model: value}}}],
 *  average {metric: {model: value}}, averages [{name, tasks [name], of, values {model: value}}],
 *  priority [expert], the one to train first before the others; progressive [{metric: {model: value}}, averages of the first of these, the first two, …, all but the last],
 *  differences [{to (a baseline), tasks {task: {metric: {model: {low, high}}}}, average {metric: {model: {low, high}}}}, 95 % intervals by the paired bootstrap]}
 * }</pre>
 */
final class ResultFiles {

    static final int FORMAT_VERSION = 2;
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final FileLayer files;
    private final EvaluationFolder evaluation;

    ResultFiles(FileLayer files, EvaluationFolder evaluation) {
        this.files = files;
        this.evaluation = evaluation;
    }

    void write(Results results, List<String> priority, List<Results> progressive, Resampled resampled,
            Map<String, TaskWeights> weights, EnsembleOptions options) throws IOException {
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
        files.text(evaluation.resultsCsv(), csv.toString());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format_version", FORMAT_VERSION);
        json.put("options", options);
        json.put("models", results.models());
        json.put("experts", results.experts());
        results.bestExpert().ifPresent(best -> json.put("best_single_expert", best));
        Map<String, String> headings = new LinkedHashMap<>();
        results.metrics().forEach(metric -> headings.put(metric.wireName(), metric.heading()));
        json.put("metrics", headings);
        List<Map<String, Object>> described = new ArrayList<>();
        for (ScoredTask task : results.tasks()) {
            described.add(describe(task, results, Optional.ofNullable(weights.get(task.name()))));
        }
        json.put("tasks", described);
        json.put("average", results.of(Results.AVERAGE));
        json.put("averages", results.averages().stream().map(ResultFiles::describe).toList());
        json.put("priority", priority);
        json.put("progressive", progressive.stream().map(first -> first.of(Results.AVERAGE)).toList());
        json.put("differences",
                ModelNames.BASELINES.stream().filter(results.models()::contains).map(to -> differences(to, results, resampled)).toList());
        files.text(evaluation.resultsJson(), JSON.writeValueAsString(json));
    }

    private static Map<String, Object> differences(String to, Results results, Resampled resampled) {
        Map<String, Object> tasks = new LinkedHashMap<>();
        results.tasks().forEach(task -> tasks.put(task.name(), resampled.on(task.name(), to)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("to", to);
        json.put("tasks", tasks);
        json.put("average", resampled.onAverage(results.tasks(), to));
        return json;
    }

    private static Map<String, Object> describe(Average average) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", average.name());
        json.put("tasks", average.tasks());
        json.put("of", average.of());
        json.put("values", average.byModel());
        return json;
    }

    private static Map<String, Object> describe(ScoredTask task, Results results, Optional<TaskWeights> weights) {
        SequencedMap<String, float[]> ofQueries = new LinkedHashMap<>();
        weights.ifPresent(some -> some.ofQuery().forEach((rule, rows) -> ofQueries.put(rule, TaskWeights.mean(rows))));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", task.name());
        json.put("kind", task.kind().name());
        json.put("data_set", task.origin().dataSet());
        json.put("language", task.origin().language());
        json.put("words", words(task.kind().words()));
        json.put("main_metrics", task.mainMetrics().stream().map(Metric::wireName).toList());
        json.put("pictures", task.truth().pictures());
        json.put("cases", task.truth().cases());
        json.put("texts", task.texts().size());
        json.put("texts_without_pictures", task.textsWithoutPictures());
        json.put("logits", task.fingerprint());
        json.put("weights", weights.map(TaskWeights::ofTask).orElseGet(LinkedHashMap::new));
        json.put("query_weights", ofQueries);
        json.put("results", results.of(task.name()));
        return json;
    }

    private static Map<String, String> words(TaskWords words) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("texts", words.texts());
        json.put("one_case", words.oneCase());
        json.put("of_task", words.ofTask());
        json.put("of_queries", words.ofQueries());
        return json;
    }
}
