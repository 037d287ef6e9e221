package io.mode4j.ensemble;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.ensemble.EnsembleOptions.Routed;
import io.mode4j.progress.Progress;
import io.mode4j.task.Metric;
import io.mode4j.task.ScoreStage;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.TaskKinds;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * From logits to results (sections 3.3 and 4 of the paper): weighs the experts on every task by every rule, sums their answers, measures these sums beside every single
 * model, and writes {@code weights/TASK/weights.json}, {@code results.csv} and {@code results.json}.
 *
 * <p>
 * It works from the files of {@link ScoreStage} and the experts' centres alone and takes seconds, so it is done again whenever it is asked for. Memory holds a row of logits per
 * expert, a task's text embeddings and its right answers. Not thread-safe.
 */
public final class EnsembleStage {

    private static final Logger LOG = System.getLogger(EnsembleStage.class.getName());
    private static final int SHOWN = 20;

    private final FileLayer files;
    private final Progress progress;
    private final EnsembleOptions options;
    private final TaskKinds kinds;

    /** A stage with these rules, for the kinds of tasks that there are. */
    public EnsembleStage(FileLayer files, Progress progress, EnsembleOptions options) {
        this(files, progress, options, TaskKinds.standard());
    }

    /** A stage with these rules and kinds of tasks. */
    public EnsembleStage(FileLayer files, Progress progress, EnsembleOptions options, TaskKinds kinds) {
        this.files = files;
        this.progress = progress;
        this.options = options;
        this.kinds = kinds;
    }

    /**
     * Weighs and measures.
     *
     * @param tasks      names of scored tasks, at least one, in the order of the tables
     * @param models     names of the models to compare; each has scored every task
     * @param experts    which of these are weighed, and by which centres
     * @param evaluation the folder {@code evaluation} of a run
     * @throws BadInputException if an expert is not among the models
     * @throws IOException       if logits are missing or damaged, or results cannot be written
     */
    public void run(List<String> tasks, Collection<String> models, Experts experts, Path evaluation) throws IOException {
        requireScored(experts, models);
        EvaluationFolder folder = new EvaluationFolder(evaluation);
        List<Routed> rules = options.rules();
        List<ScoredTask> scored = new ArrayList<>();
        SequencedMap<String, SequencedMap<String, Map<Metric, Double>>> measured = new LinkedHashMap<>();
        SequencedMap<String, TaskWeights> weights = new LinkedHashMap<>();
        try (Progress.Bar bar = progress.start("ensemble", tasks.size(), "tasks")) {
            for (String name : tasks) {
                ScoredTask task = ScoredTask.read(folder, name, models, kinds);
                TaskWeights ofTask = TaskWeights.of(task, experts, rules);
                ofTask.write(files, folder.weights(name), experts.names());
                try (TaskMeasures measures = TaskMeasures.open(task, experts.names())) {
                    measured.put(name, measures.all(ofTask, rules));
                } catch (IllegalArgumentException e) {
                    throw new IOException("%s: %s".formatted(folder.task(name), e.getMessage()), e);
                }
                remark(task);
                scored.add(task);
                weights.put(name, ofTask);
                bar.advance(1);
            }
        }
        new ResultFiles(files, folder).write(scored, new Results(scored, kinds.metrics(), experts.names(), measured), weights, options);
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

    private static void requireScored(Experts experts, Collection<String> models) throws BadInputException {
        List<String> missing = experts.names().stream().filter(expert -> !models.contains(expert)).toList();
        if (!missing.isEmpty()) {
            throw new BadInputException(
                    "experts %s are to be weighed, but are not among the models that were scored, %s. Score the tasks with them."
                            .formatted(missing, models));
        }
    }
}
