package io.mode4j.probe;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.task.TaskOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a linear probe that is done found.
 *
 * @param dataSet of whose pictures; with the language where that is not English, as tasks are called
 * @param model   on whose features
 * @param how     it was trained: solver, shots, beginning and seed
 * @param metrics by CLIP_benchmark's names, between 0 and 1; NaN where there is none
 * @param json    {@code result.json}, as CLIP_benchmark writes one
 */
public record ProbeFigures(String dataSet, String model, String how, SequencedMap<String, Double> metrics, JsonNode json) {

    static final String FILE = "result.json";

    /** The metric that sums a probe up. */
    public static final String MAIN = ProbeMetrics.name(LinearProbe.METRICS.getFirst());

    /**
     * Those of a folder of results, by data set, model and how.
     *
     * @throws DamagedException if one is not what a probe writes
     */
    public static List<ProbeFigures> in(EvaluationFolder evaluation) throws IOException {
        List<ProbeFigures> found = new ArrayList<>();
        for (Path dataSet : RunDirectory.foldersIn(evaluation.probes())) {
            for (Path model : RunDirectory.foldersIn(dataSet)) {
                for (Path probe : RunDirectory.foldersIn(model)) {
                    if (Files.exists(probe.resolve(Manifest.NAME))) {
                        found.add(read(probe));
                    }
                }
            }
        }
        return found;
    }

    /** The one of a probe's folder. */
    static ProbeFigures read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
            SequencedMap<String, Double> metrics = new LinkedHashMap<>();
            LinearProbe.METRICS.stream()
                    .map(ProbeMetrics::name)
                    .forEach(name -> metrics.put(name, json.path("metrics").path(name).asDouble(Double.NaN)));
            TaskOrigin origin = new TaskOrigin(json.required("dataset").asString(), json.path("language").asString(TaskOrigin.ENGLISH), "");
            return new ProbeFigures(origin.taskName(), json.required("model").asString(),
                    json.required("pretrained").asString(), metrics, json);
        } catch (JacksonException e) {
            throw new DamagedException(file, "what a linear probe found", String.valueOf(e.getOriginalMessage()));
        }
    }
}
