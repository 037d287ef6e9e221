package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.artifact.StageName;
import io.mode4j.cluster.AssignStage;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import io.mode4j.cluster.Clusters;
import io.mode4j.embed.EmbedStage;
import io.mode4j.embed.EncoderSource;
import io.mode4j.embed.PictureEmbedStage;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.embed.TfIdfSource;
import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.ensemble.EnsembleStage;
import io.mode4j.ensemble.Experts;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.progress.Progress;
import io.mode4j.report.ReportStage;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.IndexOptions;
import io.mode4j.shard.IndexStage;
import io.mode4j.shard.SampleIndex;
import io.mode4j.shard.ShardSet;
import io.mode4j.task.ScoreStage;
import io.mode4j.task.Task;
import io.mode4j.torch.TorchOptions;
import io.mode4j.train.TrainData;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import io.mode4j.train.TrainStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Mixture of Data Experts (Ma et al., CVPR 2024) in a run directory, a method a stage: {@link #run} is the paper in about nine calls. A stage that is done
 * with the same options and inputs is skipped, an interrupted one goes on, and one that does not match is refused.
 *
 * <p>
 * Not thread-safe; closing frees the encoder and the engine.
 */
public final class Pipeline implements AutoCloseable {
    private final RunDirectory run;
    private final FileLayer files;
    private final Progress progress;
    private final Engines engines;
    private final StageClock clock;
    private @Nullable StageName redo;

    /**
     * Opens a pipeline; nothing is written yet.
     *
     * @param run the run directory
     * @param engine where models compute
     */
    public Pipeline(Path run, TorchOptions engine, FileLayer files, Progress progress) {
        this.run = new RunDirectory(run);
        this.files = files;
        this.progress = progress;
        this.engines = new Engines(engine);
        this.clock = new StageClock(files, this.run.stageLog());
    }

    /**
     * Every stage, from shards to the report; returns where the report is.
     *
     * @param shards the image-caption pairs to train on
     * @param tasks what the models are evaluated on, besides the pairs that the index holds out; nothing of it may be among the shards
     * @throws BadInputException if what is asked for cannot be done, as soon as that is known
     */
    public Path run(ShardSet shards, List<Task> tasks, PipelineOptions options) throws IOException {
        options.check();
        if (tasks.isEmpty() && options.index().holdout().isNone()) {
            throw new BadInputException(
                    "option holdout 0 leaves nothing to evaluate on: give a file of tasks (option tasks), or hold pairs out (option holdout 0.05)");
        }
        CaptionChoice caption = options.embed().caption();
        index(shards, options.index());
        check(options, tasks);
        embed(options.embed());
        cluster(options.cluster());
        assign();
        trainSeed(options.train(), caption);
        trainExperts(options.train(), caption);
        trainBaselines(options.train(), caption);
        evaluate(tasks, caption);
        return report();
    }

    /** A stage, and what is made from it, is discarded once the first of these is about to be made and nothing speaks against that. */
    public void redo(StageName stage) {
        redo = stage;
    }

    private void begin(StageName stage) throws IOException {
        if (redo != null && redo.withDependents().contains(stage)) {
            discard(redo);
            redo = null;
        }
    }

    /** Reads the shards once: one row a pair; holds pairs out. */
    public void index(ShardSet shards, IndexOptions options) throws IOException {
        begin(StageName.INDEX);
        clock.time("index", () -> new IndexStage(files, progress, options).run(shards, run.index()));
    }

    /** Refuses what cannot work with the pairs that the index has, before anything expensive is done. */
    private void check(PipelineOptions options, List<Task> tasks) throws IOException {
        EnoughPairs.requireFor(options.cluster(), rows());
        TrainingPlan _ = plan(options.train());
        List<Task> _ = HeldOutTask.with(tasks, run.index(), options.embed().caption());
    }

    /** The language embedding e_d of one caption of every pair, or what else is to be clustered. */
    public void embed(EmbedOptions options) throws IOException {
        options.check();
        CaptionChoice caption = options.caption();
        begin(StageName.EMBED);
        clock.time("embed", () -> {
            switch (options.embedding()) {
                case TEXT -> embed(EncoderSource.of(engines.sentences()), caption);
                case TFIDF -> embed(new TfIdfSource(caption.seed()), caption);
                case IMAGE -> pictures(options, null);
                case BOTH -> pictures(options, engines.sentences());
            }
        });
    }

    private void embed(EncoderSource encoder, CaptionChoice caption) throws IOException {
        new EmbedStage(files, progress, encoder, caption).run(run.index(), run.embeddings());
    }

    private void pictures(EmbedOptions options, @Nullable SentenceEncoder sentences) throws IOException {
        new PictureEmbedStage(files, progress, engines.clip(), engines.images(), options.pictureModel(), sentences, options.caption()).run(
                run.index(),
                run.embeddings());
    }

    /** Fine centres on a sample of the embeddings, coarse clusters on the fine centres (section 3.1). */
    public void cluster(ClusterOptions options) throws IOException {
        EnoughPairs.requireFor(options, rows());
        begin(StageName.CLUSTER);
        clock.time("cluster", () -> new ClusterStage(files, progress, options).run(run.embeddings(), run.clusters()));
    }

    /**
     * The nearest fine centre of every pair, and so its coarse cluster.
     *
     * @throws BadInputException if a coarse cluster has too few pairs for an expert
     */
    public void assign() throws IOException {
        begin(StageName.ASSIGN);
        clock.time("assign",
                () -> new AssignStage(files, progress, engines.threads()).run(run.embeddings(), run.clusters(), run.assignments()));
        EnoughPairs.requireForExperts(run.assignments());
    }

    /** The seed model: one CLIP on all pairs for the first part of the schedule (section 4). */
    public void trainSeed(TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = plan(options);
        if (Files.exists(run.assignments().resolve(Manifest.NAME))) {
            EnoughPairs.requireForExperts(run.assignments());
        }
        begin(StageName.SEED);
        train(TrainData.unclustered(run.index(), caption), plan, List.of(plan.seedModel()), _ -> run.seed());
    }

    /** One expert a coarse cluster, each continuing the seed on its own pairs; in any order, none knows of another. */
    public void trainExperts(TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = plan(options);
        begin(StageName.EXPERTS);
        train(clustered(caption), plan, plan.experts(run.seed(), clusters().experts()), run.experts()::resolve);
    }

    /** What the experts are compared with: dense models and, with ablations, experts of a random split. */
    public void trainBaselines(TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = plan(options);
        begin(StageName.BASELINES);
        train(clustered(caption), plan, plan.baselines(run.seed(), clusters().experts()), run.baselines()::resolve);
    }

    /**
     * Trains one of the models that the three methods above train. Any process that sees the run directory can take one, while others train others: models know
     * nothing of each other, but that all continue the seed.
     *
     * @param name as the folders and tables name it: {@code seed}, {@code expert-0}, {@code dense}, …
     * @throws BadInputException if the run has no model of that name, or the seed that it continues is not trained yet
     * @throws io.mode4j.artifact.HeldException if another process is training it
     */
    public void train(String name, TrainOptions options, CaptionChoice caption) throws IOException {
        if (name.equals(ModelNames.SEED)) {
            trainSeed(options, caption);
            return;
        }
        TrainingPlan plan = plan(options);
        Map<String, TrainJob> experts = byName(plan.experts(run.seed(), clusters().experts()));
        Map<String, TrainJob> baselines = byName(plan.baselines(run.seed(), clusters().experts()));
        TrainJob job = experts.getOrDefault(name, baselines.get(name));
        if (job == null) {
            throw new BadInputException("no model of this run is called '%s'; they are %s, %s, %s".formatted(name, ModelNames.SEED,
                    String.join(", ", experts.keySet()), String.join(", ", baselines.keySet())));
        }
        requireSeed(name);
        StageName stage = experts.containsKey(name) ? StageName.EXPERTS : StageName.BASELINES;
        Path folder = run.of(stage).resolve(name);
        if (redo == stage) { // the other models may be others' work
            discard(List.of(folder, run.evaluation()));
            redo = null;
        }
        begin(stage);
        train(clustered(caption), plan, List.of(job), _ -> folder);
    }

    private static Map<String, TrainJob> byName(List<TrainJob> jobs) {
        Map<String, TrainJob> byName = new LinkedHashMap<>();
        jobs.forEach(job -> byName.put(job.name(), job));
        return byName;
    }

    private void requireSeed(String name) throws IOException {
        if (!Files.exists(run.seed().resolve(Manifest.NAME))) {
            String who = StageLock.holder(run.seed())
                    .map(holder -> "it is being trained by " + holder)
                    .orElse("train it first (option only seed)");
            throw new BadInputException("%s continues the seed model, which is not done in %s; %s".formatted(name, run.seed(), who));
        }
    }

    /**
     * Every model's logits on every task, the experts' weights by each routing rule, and the results (section 3.3).
     *
     * @param given tasks beside the retrieval among the pairs that the index holds out
     * @param caption which caption of these pairs counts
     */
    public void evaluate(List<Task> given, CaptionChoice caption) throws IOException {
        List<Task> tasks = HeldOutTask.with(given, run.index(), caption);
        begin(StageName.EVALUATE);
        clock.time("evaluate", () -> {
            Experts experts = Experts.read(run);
            SentenceEncoder encoder = engines.sentences(run);
            experts.requireEncoder(encoder.identity());
            SequencedMap<String, Path> models = run.models();
            new ScoreStage(files, progress, engines.clip(), engines.tokenizer(), engines.images(), encoder).run(tasks, models,
                    run.evaluation());
            new EnsembleStage(files, progress, EnsembleOptions.standard()).run(tasks.stream().map(Task::name).toList(),
                    models.sequencedKeySet(), experts, run.evaluation());
        });
    }

    /** The report of what is in the run directory; returns where it is. */
    public Path report() throws IOException {
        return new ReportStage(files).run(run.root());
    }

    /**
     * Discards what a stage made, and what was made from that.
     *
     * @throws io.mode4j.artifact.HeldException if a process is writing one of these folders; nothing is discarded then
     */
    public void discard(StageName stage) throws IOException {
        discard(stage.withDependents().stream().map(run::of).toList());
    }

    private void discard(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            StageLock.requireFree(folder);
        }
        for (Path folder : folders) {
            files.deleteTree(folder);
        }
    }

    private void train(TrainData data, TrainingPlan plan, List<TrainJob> jobs, Function<String, Path> folder) throws IOException {
        TrainStage stage = new TrainStage(files, progress, engines.clip(), engines.tokenizer(), engines.images(), data,
                plan.settings(engines.threads()));
        for (TrainJob job : jobs) {
            clock.time(job.name(), () -> stage.run(job, folder.apply(job.name())));
        }
    }

    private TrainingPlan plan(TrainOptions options) throws IOException {
        return TrainingPlan.of(options, rows());
    }

    private TrainData clustered(CaptionChoice caption) {
        return TrainData.clustered(run.index(), caption, run.clusters(), run.assignments());
    }

    private Clusters clusters() throws IOException {
        return Clusters.read(run.clusters());
    }

    private long rows() throws IOException {
        return SampleIndex.open(run.index()).rows();
    }

    @Override
    public void close() {
        engines.close();
    }
}
