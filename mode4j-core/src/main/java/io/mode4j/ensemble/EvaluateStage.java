package io.mode4j.ensemble;

import io.mode4j.task.ScoreStage;
import io.mode4j.task.Task;
import io.mode4j.task.TaskListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Scores tasks and measures each as soon as it is scored: {@link ScoreStage} and {@link EnsembleStage} hand in hand. A task that cannot be evaluated does not end the others.
 * Not thread-safe.
 */
public final class EvaluateStage {

    private final ScoreStage scoring;
    private final EnsembleStage measuring;
    private final ResultsListener results;

    /** @param results hears of every task once it is measured, and of averages at the end */
    public EvaluateStage(ScoreStage scoring, EnsembleStage measuring, ResultsListener results) {
        this.scoring = scoring;
        this.measuring = measuring;
        this.results = results;
    }

    /**
     * Evaluates.
     *
     * @param tasks      at least one, of different names
     * @param models     folder of every model by its name in the results
     * @param experts    which of these are weighed, and by which centres, if any are
     * @param evaluation where logits and results are kept
     * @throws FailedTasksException once all others are done and written
     * @throws IOException          as the two stages throw it
     */
    public void run(List<Task> tasks, SequencedMap<String, Path> models, Optional<Experts> experts, Path evaluation) throws IOException {
        Measurements measurements = measuring.begin(models.sequencedKeySet(), experts, evaluation);
        SequencedMap<String, String> failed = new LinkedHashMap<>();
        scoring.run(tasks, models, evaluation, new TaskListener() {
            @Override
            public void scored(Task task) throws IOException {
                results.task(measurements.add(task.name()));
            }

            @Override
            public void failed(Task task, IOException why) {
                failed.put(task.name(), String.valueOf(why.getMessage()));
            }
        });
        List<String> done = tasks.stream().map(Task::name).filter(name -> !failed.containsKey(name)).toList();
        if (!done.isEmpty()) {
            measurements.write(done).forEach(results::average);
        }
        if (!failed.isEmpty()) {
            throw new FailedTasksException(tasks.size(), failed);
        }
    }
}
