package io.mode4j.plan;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.plan.StageCost.Work;
import io.mode4j.progress.Progress;
import io.mode4j.progress.StageUse;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.torch.TorchOptions;
import io.mode4j.train.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Runs the stages on few pairs, and again on more, to see what they take of this machine. Not thread-safe. */
public final class Trial {
    private static final int FEW_STEPS = 5;
    private static final int MORE_STEPS = 20;
    private static final int USUAL_BATCH = 256;
    private static final Span ONE_STEP = new Span(1, Span.Unit.STEPS);

    private final TorchOptions computing;
    private final FileLayer files;
    private final Progress progress;

    /** @param computing where models compute */
    public Trial(TorchOptions computing, FileLayer files, Progress progress) {
        this.computing = computing;
        this.files = files;
        this.progress = progress;
    }

    /** What the stages took of one run. */
    private record Tried(Map<Stage, Work> work, Map<Stage, StageUse> uses, int dim) {
        Work work(Stage stage) {
            return Objects.requireNonNull(work.get(stage), stage::toString);
        }

        StageUse use(Stage stage) {
            return Objects.requireNonNull(uses.get(stage), stage::toString);
        }
    }

    /**
     * Tries.
     *
     * @param few shards, and {@code more}, with four times as many pairs or so
     * @param options those of the run that is to be planned
     * @param work a folder for the runs
     * @return costs by stage, and the numbers of an embedding
     */
    public Costs run(ShardSet few, ShardSet more, PipelineOptions options, Path work) throws IOException {
        Tried _ = tryOut(few, options, 1, work.resolve("warm-up")); // what a process pays once, as for its code
        Tried small = tryOut(few, options, FEW_STEPS, work.resolve("few"));
        Tried large = tryOut(more, options, MORE_STEPS, work.resolve("more"));
        Map<Stage, StageCost> costs = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            costs.put(stage, StageCost.of(small.work(stage), small.use(stage), large.work(stage), large.use(stage)));
        }
        return new Costs(large.dim, costs);
    }

    /** What was found. */
    public record Costs(int dim, Map<Stage, StageCost> stages) {}

    private Tried tryOut(ShardSet shards, PipelineOptions options, int steps, Path folder) throws IOException {
        RunDirectory run = new RunDirectory(folder);
        int batch = options.train().batchSize().orElse(USUAL_BATCH);
        try (Pipeline pipeline = new Pipeline(folder, computing, files, progress)) {
            pipeline.index(shards, options.index());
            pipeline.embed(options.embed());
            pipeline.cluster(options.cluster());
            pipeline.assign();
            pipeline.trainSeed(options.train().withBatchSize(batch).withSeedSpan(new Span(steps, Span.Unit.STEPS)).withWarmup(ONE_STEP),
                    options.embed().caption());
        }
        long pairs = SampleIndex.open(run.index()).rows();
        Map<Stage, Work> work = Workload.of(pairs, options.cluster());
        work.put(Stage.TRAIN, Work.of((double) steps * Math.min(pairs, batch)));
        Map<Stage, StageUse> uses = new EnumMap<>(Stage.class);
        for (StageUse use : StageUse.read(run.stageLog())) {
            Stage.logged(use.stage()).ifPresent(stage -> uses.put(stage, use));
        }
        return new Tried(work, uses, ((Number) Manifest.read(run.embeddings()).summary().getOrDefault("dim", 0)).intValue());
    }
}
