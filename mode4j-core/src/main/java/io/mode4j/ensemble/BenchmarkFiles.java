package io.mode4j.ensemble;

import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.task.Metric;
import io.mode4j.task.ScoredTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Results as CLIP_benchmark 1.6 writes them: a JSON file {@code {dataset, model, pretrained, task, metrics, language}} for each data set and model, named as its default is, and
 * {@code benchmark.csv} with a line for each, as {@code clip_benchmark build} makes it. {@code pretrained} is always {@value #PRETRAINED}, so that the same
 * figures are the same bytes wherever a run lies.
 */
final class BenchmarkFiles {

    private static final String PRETRAINED = "mode4j";
    private static final List<String> FACTS = List.of("dataset", "model", "pretrained", "task", "language", "model_fullname");

    private final FileLayer files;
    private final EvaluationFolder evaluation;
    private final List<Map<String, Object>> lines = new ArrayList<>();
    private final Set<String> metrics = new LinkedHashSet<>();

    BenchmarkFiles(FileLayer files, EvaluationFolder evaluation) {
        this.files = files;
        this.evaluation = evaluation;
    }

    /** A task's figures, of every model. */
    void add(TaskResults results) throws IOException {
        for (Map.Entry<String, Map<Metric, Double>> model : results.byModel().entrySet()) {
            if (!model.getKey().equals(ModelNames.CHANCE)) {
                add(results.task(), model.getKey(), model.getValue());
            }
        }
        files.text(evaluation.benchmarkCsv(), csv());
    }

    private void add(ScoredTask task, String model, Map<Metric, Double> figures) throws IOException {
        SequencedMap<String, Double> named = new LinkedHashMap<>();
        figures.forEach((metric, value) -> named.put(metric.benchmarkName(), value));
        SequencedMap<String, Object> said = new LinkedHashMap<>();
        said.put("dataset", task.origin().dataSet());
        said.put("model", model);
        said.put("pretrained", PRETRAINED);
        said.put("task", task.kind().benchmarkTask());
        said.put("metrics", named);
        said.put("language", task.origin().language());
        files.text(evaluation.benchmark(
                task.name() + "_" + PRETRAINED + "_" + model + "_" + task.origin().language() + "_" + task.kind().benchmarkTask()),
                JsonMapper.shared().writeValueAsString(said));
        said.remove("metrics");
        said.put("model_fullname", model + " " + PRETRAINED);
        said.putAll(named);
        metrics.addAll(named.keySet());
        lines.add(said);
    }

    private String csv() {
        List<String> columns = new ArrayList<>(metrics);
        columns.addAll(FACTS);
        return row(columns) + lines.stream()
                .map(line -> row(columns.stream().map(column -> line.getOrDefault(column, "")).toList()))
                .collect(Collectors.joining());
    }

    private static String row(Collection<?> cells) {
        return cells.stream().map(cell -> PandasText.quoted(cell.toString())).collect(Collectors.joining(",")) + "\n";
    }
}
