package io.mode4j.ensemble;

import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.ensemble.EnsembleOptions.Routed;
import io.mode4j.task.Metric;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.TaskKinds;
import java.io.IOException;
import java.lang.System.Logger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tasks of an evaluation that are measured so far. Memory holds a task's text embeddings and right answers, and a row of logits per expert. Not thread-safe. */
final class Measurements {

    private static final Logger LOG = System.getLogger(Measurements.class.getName());
    private static final int SHOWN = 20;

    private final FileLayer files;
    private final EvaluationFolder folder;
    private final TaskKinds kinds;
    private final EnsembleOptions options;
    private final Collection<String> models;
    private final Optional<Experts> experts;
    private final BenchmarkFiles benchmark;
    private final Map<String, TaskResults> measured = new LinkedHashMap<>();
    private final Map<String, TaskWeights> weights = new LinkedHashMap<>();
    private final Resampled resampled = new Resampled();
    /** By how many experts, then by task: sums of those experts alone that are to be trained first. */
    private final SortedMap<Integer, Map<String, TaskResults>> progressive = new TreeMap<>();

    Measurements(FileLayer files, EvaluationFolder folder, TaskKinds kinds, EnsembleOptions options, Collection<String> models,
            Optional<Experts> experts) {
        this.files = files;
        this.folder = folder;
        this.kinds = kinds;
        this.options = options;
        this.models = models;
        this.experts = experts;
        this.benchmark = new BenchmarkFiles(files, folder);
    }

    /** Weighs the experts on a scored task, and measures every model and every sum. */
    TaskResults add(String name) throws IOException {
        ScoredTask task = ScoredTask.read(folder, name, models, kinds);
        try (TaskMeasures measures = TaskMeasures.open(task)) {
            SequencedMap<String, Map<Metric, Double>> byModel = measures.single();
            if (experts.isPresent()) {
                byModel.putAll(weighed(task, measures, experts.get()));
            }
            TaskResults results = new TaskResults(task, inOrder(byModel));
            measured.put(name, results);
            resampled.add(task, measures.cases());
            benchmark.add(results);
            remark(task);
            return results;
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(folder.task(name), e.getMessage()), e);
        }
    }

    private Map<String, Map<Metric, Double>> weighed(ScoredTask task, TaskMeasures measures, Experts all) throws IOException {
        AskedDistances asked = AskedDistances.of(task, all);
        List<Routed> rules = options.rules().stream().filter(routed -> !all.ofPictures() || !routed.rule().weighsEachText()).toList();
        List<String> priority = all.byPriority();
        for (int first = 1; first < priority.size(); first++) {
            List<String> some = priority.subList(0, first);
            int[] numbers = some.stream().mapToInt(all.names()::indexOf).toArray();
            progressive.computeIfAbsent(first, _ -> new LinkedHashMap<>())
                    .put(task.name(),
                            new TaskResults(task,
                                    measures.sums(some, TaskWeights.of(asked.among(numbers), rules), rules)));
        }
        TaskWeights ofTask = TaskWeights.of(asked, rules);
        ofTask.write(files, folder.weights(task.name()), all.names());
        weights.put(task.name(), ofTask);
        return measures.ensembles(all.names(), ofTask, rules);
    }

    /**
     * Writes {@code results.csv}, {@code results.json} and {@code result.csv}; returns the averages.
     *
     * @param names of tasks that are measured, at least one, in the order of the tables
     */
    List<Average> write(List<String> names) throws IOException {
        Results results = results(names, measured, expertNames());
        List<Results> fewer = progressive.values().stream().map(first -> results(names, first, List.of())).toList();
        new ResultFiles(files, folder).write(results, experts.map(Experts::byPriority).orElse(List.of()), fewer, resampled, weights,
                options);
        ReferenceCsv reference = ReferenceCsv.of(results);
        if (experts.isPresent() && !reference.isEmpty()) {
            reference.write(files, folder.referenceCsv());
        }
        return results.averages();
    }

    private Results results(List<String> names, Map<String, TaskResults> from, List<String> expertsAmong) {
        return new Results(names.stream().map(name -> Objects.requireNonNull(from.get(name))).toList(), kinds.metrics(), expertsAmong);
    }

    private SequencedMap<String, Map<Metric, Double>> inOrder(Map<String, Map<Metric, Double>> byModel) {
        SequencedMap<String, Map<Metric, Double>> sorted = new LinkedHashMap<>();
        byModel.keySet()
                .stream()
                .sorted(ModelNames.tableOrder(expertNames()))
                .forEach(model -> sorted.put(model, Objects.requireNonNull(byModel.get(model))));
        return sorted;
    }

    private List<String> expertNames() {
        return experts.map(Experts::names).orElse(List.of());
    }

    private static void remark(ScoredTask task) {
        List<String> without = task.textsWithoutPictures();
        if (!without.isEmpty()) {
            LOG.log(Logger.Level.WARNING, "task '%s': %d of %d %s have no picture: %s%s".formatted(task.name(), without.size(),
                    task.texts().size(), task.kind().words().texts(),
                    String.join(", ", without.subList(0, Math.min(SHOWN, without.size()))),
                    without.size() > SHOWN ? ", …" : ""));
        }
    }
}
