package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.dataset.DataSets;
import io.mode4j.ensemble.BenchmarkFiles;
import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.ensemble.FailedTasksException;
import io.mode4j.ensemble.ResultsListener;
import io.mode4j.probe.FeatureStore;
import io.mode4j.probe.ProbeOptions;
import io.mode4j.probe.ProbeStage;
import io.mode4j.progress.Progress;
import io.mode4j.task.Routing;
import io.mode4j.task.Task;
import io.mode4j.torch.TorchOptions;
import io.mode4j.work.Runner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
    private Optional<Runner> runner = Optional.empty();

    /** @param engine where models compute */
    public ModelEvaluation(TorchOptions engine, FileLayer files, Progress progress) {
        this.files = files;
        this.progress = progress;
        this.engines = new Engines(engine);
    }

    /** From now on {@link #run} has the models asked there. */
    public void runBy(Runner elsewhere) {
        runner = Optional.of(elsewhere);
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
        engines.evaluateStage(files, progress, EnsembleOptions.standard(), Routing.none(), runner, results)
                .run(tasks, models, Optional.empty(), out);
    }

    /** Hears of a data set's probes: the metrics by CLIP_benchmark's names, by model. */
    @FunctionalInterface
    public interface ProbeListener {
        /** The probes of one data set are done. */
        void probed(String dataSet, SequencedMap<String, SequencedMap<String, Double>> byModel);
    }

    /**
     * Trains linear probes on features, which are kept ({@link io.mode4j.probe.FeatureStore}), and measures them ({@link ProbeStage}).
     *
     * @param sets    data sets, also those that cannot be used
     * @param models  the folder of every model by its name in the results
     * @param experts those of them whose features are put side by side as well; none, or several
     * @param out     where features and probes are kept, and what CLIP_benchmark would say of them
     * @param results hears of every data set once its probes are measured
     * @throws FailedTasksException if some data sets cannot be used, after all others
     */
    public void probe(List<DataSets.Found> sets, SequencedMap<String, Path> models, List<String> experts, ProbeOptions options,
            ProbeStage.Begin begin, Path out, ProbeListener results) throws IOException {
        FeatureStore store = new FeatureStore(files, progress, engines.clip(), engines.images(), out);
        ProbeStage stage = new ProbeStage(files, store, engines.clip(), engines.tokenizer(), engines.images(), options, begin, out);
        BenchmarkFiles benchmark = new BenchmarkFiles(files, new EvaluationFolder(out));
        SequencedMap<String, String> failed = new LinkedHashMap<>();
        for (DataSets.Found found : sets) {
            try {
                SequencedMap<String, SequencedMap<String, Double>> probed = stage.run(found.demand(), models, experts);
                benchmark.addProbes();
                results.probed(found.name(), probed);
            } catch (BadInputException e) {
                failed.put(found.name(), String.valueOf(e.getMessage()));
            }
        }
        if (!failed.isEmpty()) {
            throw new FailedTasksException(sets.size(), failed);
        }
    }

    @Override
    public void close() {
        engines.close();
    }
}
