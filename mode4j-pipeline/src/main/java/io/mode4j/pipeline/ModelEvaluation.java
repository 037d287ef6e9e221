package io.mode4j.pipeline;

import io.mode4j.artifact.FileLayer;
import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.ensemble.FailedTasksException;
import io.mode4j.ensemble.ResultsListener;
import io.mode4j.progress.Progress;
import io.mode4j.task.Routing;
import io.mode4j.task.Task;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Any CLIPs on any tasks, without a run. What is done already is not done again. Not thread-safe; closing frees the engine.
 */
public final class ModelEvaluation implements AutoCloseable {
    private final FileLayer files;
    private final Progress progress;
    private final Engines engines;

    /** @param engine where models compute */
    public ModelEvaluation(TorchOptions engine, FileLayer files, Progress progress) {
        this.files = files;
        this.progress = progress;
        this.engines = new Engines(engine);
    }

    /**
     * Evaluates.
     *
     * @param tasks   at least one, of different names
     * @param models  the folder of every model by its name in the results
     * @param out     where logits and results are kept, laid out as the folder {@code evaluation} of a run
     * @param results hears of every task once it is measured, and of averages at the end
     * @throws FailedTasksException if some tasks cannot be evaluated, after all others
     */
    public void run(List<Task> tasks, SequencedMap<String, Path> models, Path out, ResultsListener results) throws IOException {
        engines.evaluateStage(files, progress, EnsembleOptions.standard(), Routing.none(), results)
                .run(tasks, models, Optional.empty(), out);
    }

    @Override
    public void close() {
        engines.close();
    }
}
