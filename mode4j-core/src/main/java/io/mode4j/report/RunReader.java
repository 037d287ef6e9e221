package io.mode4j.report;

import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Clusters;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.probe.ProbeFigures;
import io.mode4j.progress.StageUse;
import io.mode4j.report.Evaluation.TaskResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gathers from a run directory, or from a folder of results, what the page shows. */
final class RunReader {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final RunDirectory run;
    private final SequencedMap<String, Path> models = new LinkedHashMap<>();

    RunReader(RunDirectory run) {
        this.run = run;
    }

    Report read() throws IOException {
        Evaluation evaluation = Evaluation.read(run.evaluated());
        models.put(ModelNames.SEED, run.seed());
        for (Path parent : List.of(run.experts(), run.baselines())) {
            for (Path folder : RunDirectory.foldersIn(parent)) {
                models.put(String.valueOf(folder.getFileName()), folder);
            }
        }
        List<LossCurve> curves = new ArrayList<>();
        for (Map.Entry<String, Path> model : models.entrySet()) {
            LossCurve.read(model.getKey(), model.getValue().resolve("log.jsonl")).ifPresent(curves::add);
        }
        return new Report(evaluation, ProbeFigures.in(run.evaluated()), curves, ClusterReader.readIfDone(run), GrownState.of(run), times(),
                skipped(evaluation),
                facts(evaluation), options());
    }

    /** An evaluation of models without a run: nothing of how they were trained. */
    static Report ofModels(EvaluationFolder folder) throws IOException {
        Evaluation evaluation = Evaluation.read(folder);
        SequencedMap<String, Long> skipped = new LinkedHashMap<>();
        ofTasks(evaluation, folder, skipped);
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("tasks", String.valueOf(evaluation.tasks().size()));
        here(facts);
        return new Report(evaluation, ProbeFigures.in(folder), List.of(), Optional.empty(), List.of(), new LinkedHashMap<>(), skipped,
                facts,
                new LinkedHashMap<>());
    }

    private SequencedMap<String, String> facts(Evaluation evaluation) throws IOException {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        summary(run.index()).ifPresent(index -> {
            facts.put("pairs", Numbers.count(index.path("rows").asLong(0)));
            if (index.has("heldOut")) {
                facts.put("pairs held out", Numbers.count(index.path("heldOut").asLong(0)));
            }
        });
        facts.put("experts", String.valueOf(evaluation.experts().size()));
        if (Files.exists(run.clusters().resolve(Manifest.NAME))) {
            facts.put("fine clusters", Numbers.count(Clusters.read(run.clusters()).fine().count()));
        }
        facts.put("tasks", String.valueOf(evaluation.tasks().size()));
        String expert = evaluation.experts().getFirst();
        for (String model : List.of(ModelNames.SEED, expert, ModelNames.DENSE_TOTAL)) {
            Optional<JsonNode> training = models.containsKey(model) ? summary(models.getOrDefault(model, run.root())) : Optional.empty();
            training.ifPresent(trained -> facts.put("samples, " + (model.equals(expert) ? "each expert" : model.replace('-', ' ')),
                    Numbers.count(trained.path("samples").asLong(0))));
        }
        String seed = options().get("seed");
        if (seed != null) {
            facts.put("random seed", seed);
        }
        summary(models.getOrDefault(ModelNames.SEED, run.seed()))
                .ifPresent(trained -> facts.put("trained on", trained.path("engine").asString("")));
        here(facts);
        return facts;
    }

    private static void here(SequencedMap<String, String> facts) {
        facts.put("machine", Machine.describe());
        facts.put("versions", "mode4j %s, Java %s".formatted(version(), Runtime.version().feature()));
    }

    /** Seconds by stage; the runs of a stage that was interrupted add up. */
    private SequencedMap<String, Double> times() throws IOException {
        SequencedMap<String, Double> times = new LinkedHashMap<>();
        if (Files.exists(run.stageLog())) {
            StageUse.read(run.stageLog()).forEach(use -> times.merge(use.stage(), use.seconds(), Double::sum));
        }
        return times;
    }

    private SequencedMap<String, Long> skipped(Evaluation evaluation) throws IOException {
        SequencedMap<String, Long> skipped = new LinkedHashMap<>();
        summary(run.index()).ifPresent(index -> counts("index: ", index.path("skipped"), skipped));
        for (Map.Entry<String, Path> model : models.entrySet()) {
            summary(model.getValue())
                    .ifPresent(trained -> counts("training of " + model.getKey() + ": ", trained.path("undecodable"), skipped));
        }
        ofTasks(evaluation, run.evaluated(), skipped);
        return skipped;
    }

    private static void ofTasks(Evaluation evaluation, EvaluationFolder folder, SequencedMap<String, Long> skipped) throws IOException {
        for (TaskResult task : evaluation.tasks()) {
            summary(folder.task(task.name()))
                    .ifPresent(scored -> counts("task " + task.name() + ": ", scored.path("skipped"), skipped));
        }
    }

    /** Counts by cause; a count is a number, or an object with one called count. */
    private static void counts(String where, JsonNode byCause, SequencedMap<String, Long> into) {
        for (Map.Entry<String, JsonNode> cause : byCause.properties()) {
            long count = cause.getValue().isNumber() ? cause.getValue().asLong() : cause.getValue().path("count").asLong(0);
            if (count > 0) {
                into.put(where + cause.getKey(), count);
            }
        }
    }

    private SequencedMap<String, String> options() throws IOException {
        SequencedMap<String, String> options = new LinkedHashMap<>();
        Path file = run.options();
        if (Files.exists(file)) {
            try {
                JSON.readTree(Files.readString(file))
                        .path("options")
                        .properties()
                        .forEach(option -> options.put(option.getKey(), option.getValue().asString(option.getValue().toString())));
            } catch (JacksonException _) {
                options.clear(); // every command complains about such a file before this one
            }
        }
        return options;
    }

    private static Optional<JsonNode> summary(Path folder) throws IOException {
        return Files.exists(folder.resolve(Manifest.NAME)) ? Optional.of(JSON.valueToTree(Manifest.read(folder).summary()))
                : Optional.empty();
    }

    private static String version() {
        String version = RunReader.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
