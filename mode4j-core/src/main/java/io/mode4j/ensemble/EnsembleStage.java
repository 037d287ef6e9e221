package io.mode4j.ensemble;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.task.ScoreStage;
import io.mode4j.task.TaskKinds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * From logits to results (sections 3.3 and 4 of the paper): weighs the experts on every task by every rule, sums their answers, measures these sums beside every single
 * model, and writes {@code weights/TASK/weights.json}, {@code results.csv} and {@code results.json}.
 *
 * <p>
 * It works from the files of {@link ScoreStage} and the experts' centres alone and takes seconds, so it is done again whenever it is asked for. Memory holds a row of logits per
 * expert, a task's text embeddings and its right answers. Not thread-safe.
 */
public final class EnsembleStage {

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
        Measurements measurements = begin(models, Optional.of(experts), evaluation);
        try (Progress.Bar bar = progress.start("ensemble", tasks.size(), "tasks")) {
            for (String name : tasks) {
                TaskResults _ = measurements.add(name);
                bar.advance(1);
            }
        }
        List<Average> _ = measurements.write(tasks);
    }

    /**
     * The same a task at a time.
     *
     * @throws BadInputException if an expert is not among the models
     */
    Measurements begin(Collection<String> models, Optional<Experts> experts, Path evaluation) throws BadInputException {
        if (experts.isPresent()) {
            requireScored(experts.get(), models);
        }
        return new Measurements(files, new EvaluationFolder(evaluation), kinds, options, models, experts);
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
