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
    private final Map<String, TaskResults> measured = new LinkedHashMap<>();
    private final Map<String, TaskWeights> weights = new LinkedHashMap<>();

    Measurements(FileLayer files, EvaluationFolder folder, TaskKinds kinds, EnsembleOptions options, Collection<String> models,
            Optional<Experts> experts) {
        this.files = files;
        this.folder = folder;
        this.kinds = kinds;
        this.options = options;
        this.models = models;
        this.experts = experts;
    }

    /** Weighs the experts on a scored task, and measures every model and every sum. */
    TaskResults add(String name) throws IOException {
        ScoredTask task = ScoredTask.read(folder, name, models, kinds);
        TaskWeights ofTask = TaskWeights.none();
        if (experts.isPresent()) {
            ofTask = TaskWeights.of(task, experts.get(), rules());
            ofTask.write(files, folder.weights(name), expertNames());
        }
        try (TaskMeasures measures = TaskMeasures.open(task, expertNames())) {
            TaskResults results = new TaskResults(task, inOrder(measures.all(ofTask, rules())));
            measured.put(name, results);
            weights.put(name, ofTask);
            remark(task);
            return results;
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(folder.task(name), e.getMessage()), e);
        }
    }

    /**
     * Writes {@code results.csv} and {@code results.json}.
     *
     * @param names of tasks that are measured, at least one, in the order of the tables
     */
    void write(List<String> names) throws IOException {
        List<TaskResults> tasks = names.stream().map(name -> Objects.requireNonNull(measured.get(name))).toList();
        new ResultFiles(files, folder).write(new Results(tasks, kinds.metrics(), expertNames()), weights, options);
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

    private List<Routed> rules() {
        return experts.isPresent() ? options.rules() : List.of();
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
