package io.mode4j.ensemble;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.probe.ProbeFigures;
import io.mode4j.task.Metric;
import io.mode4j.task.ScoredTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Results as CLIP_benchmark 1.6 writes them: a JSON file {@code {dataset, model, pretrained, task, metrics, language}} for each data set and model, named as its default is, and
 * {@code benchmark.csv} with a line for each file that is there, as {@code clip_benchmark build} makes it. A metric that was not measured is left out, so that the files are
 * JSON for every reader; in the table its cell is empty. {@code pretrained} of zero-shot figures is always {@value #PRETRAINED}, so that the same figures are the same bytes
 * wherever a run lies; of linear probes it says how they were trained. Not thread-safe.
 */
public final class BenchmarkFiles {

    private static final String PRETRAINED = "mode4j";
    private static final String MODEL = "model";
    private static final List<String> FACTS = List.of("dataset", MODEL, "pretrained", "task", "language");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final FileLayer files;
    private final EvaluationFolder evaluation;
    private final SortedMap<String, JsonNode> results = new TreeMap<>();
    private boolean known;

    /** The files of a folder of results. */
    public BenchmarkFiles(FileLayer files, EvaluationFolder evaluation) {
        this.files = files;
        this.evaluation = evaluation;
    }

    /** A task's figures, of every model; those of models that are gone go. */
    void add(TaskResults measured) throws IOException {
        SequencedMap<String, JsonNode> now = new LinkedHashMap<>();
        for (Map.Entry<String, Map<Metric, Double>> model : measured.byModel().entrySet()) {
            if (!model.getKey().equals(ModelNames.CHANCE)) {
                JsonNode json = zeroShot(measured.task(), model.getKey(), model.getValue());
                now.put(name(measured.task().name(), json), json);
            }
        }
        readAll();
        JsonNode first = now.firstEntry().getValue();
        for (String name : List.copyOf(results.keySet())) {
            if (!now.containsKey(name) && FACTS.stream()
                    .filter(fact -> !fact.equals(MODEL))
                    .allMatch(fact -> first.get(fact).equals(results.getOrDefault(name, first).get(fact)))) {
                files.deleteFile(evaluation.benchmark(name));
                results.remove(name);
            }
        }
        write(now);
    }

    /** The linear probes that are there. */
    public void addProbes() throws IOException {
        SequencedMap<String, JsonNode> now = new LinkedHashMap<>();
        ProbeFigures.in(evaluation).forEach(probe -> now.put(name(probe.dataSet(), probe.json()), probe.json()));
        readAll();
        write(now);
    }

    private static JsonNode zeroShot(ScoredTask task, String model, Map<Metric, Double> figures) {
        SequencedMap<String, Double> named = new LinkedHashMap<>();
        figures.forEach((metric, value) -> named.put(metric.benchmarkName(), value));
        SequencedMap<String, Object> said = new LinkedHashMap<>();
        said.put("dataset", task.origin().dataSet());
        said.put(MODEL, model);
        said.put("pretrained", PRETRAINED);
        said.put("task", task.kind().benchmarkTask());
        said.put("metrics", named);
        said.put("language", task.origin().language());
        return JSON.valueToTree(said);
    }

    private static String name(String task, JsonNode json) {
        return String.join("_", task, json.path("pretrained").asString(), json.path(MODEL).asString(), json.path("language").asString(),
                json.path("task").asString());
    }

    /** What earlier calls left. */
    private void readAll() throws IOException {
        if (known) {
            return;
        }
        for (Path file : evaluation.benchmarks()) {
            try {
                results.put(String.valueOf(file.getFileName()).replaceFirst("\\.json$", ""), JSON.readTree(Files.readString(file)));
            } catch (JacksonException e) {
                throw new DamagedException(file, "results as CLIP_benchmark writes them", String.valueOf(e.getOriginalMessage()));
            }
        }
        known = true;
    }

    private void write(SequencedMap<String, JsonNode> now) throws IOException {
        for (Map.Entry<String, JsonNode> one : now.entrySet()) {
            files.text(evaluation.benchmark(one.getKey()), JSON.writeValueAsString(one.getValue()));
        }
        results.putAll(now);
        files.text(evaluation.benchmarkCsv(), csv());
    }

    private String csv() {
        Set<String> columns = new LinkedHashSet<>();
        results.values().forEach(one -> columns.addAll(one.path("metrics").propertyNames()));
        columns.addAll(FACTS);
        columns.add("model_fullname");
        StringBuilder csv = new StringBuilder(String.join(",", columns)).append('\n');
        for (JsonNode one : results.values()) {
            List<String> cells = new ArrayList<>();
            columns.forEach(column -> cells.add(PandasText.quoted(cell(one, column))));
            csv.append(String.join(",", cells)).append('\n');
        }
        return csv.toString();
    }

    private static String cell(JsonNode one, String column) {
        if (column.equals("model_fullname")) {
            return one.path(MODEL).asString() + " " + one.path("pretrained").asString();
        }
        JsonNode value = FACTS.contains(column) ? one.path(column) : one.path("metrics").path(column);
        if (value.isBoolean()) {
            return value.asBoolean() ? "True" : "False";
        }
        return value.isFloatingPointNumber() ? PandasText.number(value.asDouble()) : value.asString("");
    }
}
