package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageName;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.embed.EncoderSource;
import io.mode4j.embed.TfIdfSource;
import io.mode4j.ensemble.Experts;
import io.mode4j.ensemble.ResultsListener;
import io.mode4j.jobs.JobQueue;
import io.mode4j.progress.Progress;
import io.mode4j.report.ReportStage;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.task.Task;
import io.mode4j.torch.TorchOptions;
import io.mode4j.torch.ranks.TorchRanks;
import io.mode4j.train.TrainOptions;
import io.mode4j.work.Runner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    private final Discarding discarding;
    private final RunModels models;
    private final Training training;
    private Optional<JobQueue> queue = Optional.empty();
    private Optional<Runner> runner = Optional.empty();

    /**
     * Opens a pipeline; nothing is written yet.
     *
     * @param run the run directory
     * @param engine where models compute
     */
    public Pipeline(Path run, TorchOptions engine, FileLayer files, Progress progress) {
        this(run, engine, TorchRanks.alone(), files, progress);
    }

    /**
     * Opens a pipeline of which the training methods are called by several processes at once, the same in each: they train every model together, and the first one writes it. The other
     * methods are for one process.
     *
     * @param ranks stay the caller's
     */
    public Pipeline(Path run, TorchOptions engine, TorchRanks ranks, FileLayer files, Progress progress) {
        this.run = new RunDirectory(run);
        this.files = files;
        this.progress = progress;
        this.engines = new Engines(engine, ranks);
        this.clock = new StageClock(files, this.run.stageLog());
        this.discarding = new Discarding(this.run, files);
        this.models = new RunModels(this.run, files, progress, engines);
        this.training = new Training(models, clock, discarding);
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
        check(options);
        List<Task> _ = HeldOutTask.with(tasks, run, caption);
        afterIndex(options, StageName.ASSIGN);
        train(options.train(), caption);
        evaluate(tasks, caption);
        return report();
    }

    /**
     * The stages before the models, as far as one of them: what a cluster without GPUs can do, say.
     *
     * @param until {@link StageName#INDEX} to {@link StageName#ASSIGN}
     * @throws BadInputException as {@link #run}
     */
    public void prepare(ShardSet shards, PipelineOptions options, StageName until) throws IOException {
        options.check();
        index(shards, options.index());
        check(options);
        afterIndex(options, until);
    }

    private void afterIndex(PipelineOptions options, StageName until) throws IOException {
        if (until.compareTo(StageName.EMBED) >= 0) {
            embed(options.embed());
        }
        if (until.compareTo(StageName.CLUSTER) >= 0) {
            cluster(options.cluster());
        }
        if (until.compareTo(StageName.ASSIGN) >= 0) {
            assign();
        }
    }

    /** From now on the parts of stages, as far as they have such, run there and not on the threads of this process. */
    public void runBy(Runner elsewhere) {
        runner = Optional.of(elsewhere);
    }

    /** A stage, and what is made from it, is discarded once the first of these is about to be made and nothing speaks against that. */
    public void redo(StageName stage) {
        discarding.later(stage);
    }

    /** Reads the shards once: one row a pair; holds pairs out. */
    public void index(ShardSet shards, IndexOptions options) throws IOException {
        discarding.begin(StageName.INDEX);
        clock.time("index", () -> stages().index(options).run(shards, run.index()));
    }

    /** Refuses what cannot work with the pairs that the index has, before anything expensive is done. */
    private void check(PipelineOptions options) throws IOException {
        EnoughPairs.requireFor(options.cluster(), rows());
        TrainingPlan _ = TrainingPlan.of(options.train(), rows());
    }

    /** The language embedding e_d of one caption of every pair, or what else is to be clustered. */
    public void embed(EmbedOptions options) throws IOException {
        options.check();
        CaptionChoice caption = options.caption();
        if (options.embedding().needsPictures()) {
            ClipEngine _ = engines.clip();
            ClipConfig _ = ClipConfig.read(options.pictureModel().resolve(ClipCheckpoint.CONFIG));
        }
        discarding.begin(StageName.EMBED);
        clock.time("embed", () -> {
            switch (options.embedding()) {
                case TEXT -> embed(stages().encoder(options.encoder()), caption);
                case TFIDF -> embed(new TfIdfSource(caption.seed()), caption);
                case IMAGE -> pictures(options, null);
                case BOTH -> pictures(options, stages().encoder(options.encoder()));
            }
        });
    }

    private void embed(EncoderSource encoder, CaptionChoice caption) throws IOException {
        stages().embed(encoder, caption).run(run.index(), run.embeddings());
    }

    private void pictures(EmbedOptions options, @Nullable EncoderSource sentences) throws IOException {
        stages().embedPictures(options.pictureModel(), sentences, options.caption()).run(run.index(), run.embeddings());
    }

    /** Fine centres on a sample of the embeddings, coarse clusters on the fine centres (section 3.1). */
    public void cluster(ClusterOptions options) throws IOException {
        EnoughPairs.requireFor(options, rows());
        discarding.begin(StageName.CLUSTER);
        clock.time("cluster", () -> stages().cluster(options).run(run.embeddings(), run.clusters()));
    }

    /**
     * The nearest fine centre of every pair, and so its coarse cluster.
     *
     * @throws BadInputException if a coarse cluster has too few pairs for an expert
     */
    public void assign() throws IOException {
        discarding.begin(StageName.ASSIGN);
        clock.time("assign", () -> stages().assign().run(run.embeddings(), run.clusters(), run.assignments()));
        EnoughPairs.requireForExperts(run.assignments());
    }

    /** From now on {@link #run} and {@link #train(TrainOptions, CaptionChoice)} have the models trained by processes of their own, several at a time. */
    public void trainBy(JobQueue jobs) {
        queue = Optional.of(jobs);
    }

    /**
     * All models, as the three methods below.
     *
     * @throws io.mode4j.jobs.FailedJobsException if a queue has left some undone
     */
    public void train(TrainOptions options, CaptionChoice caption) throws IOException {
        if (queue.isPresent()) {
            training.by(queue.get(), options, caption);
            return;
        }
        trainSeed(options, caption);
        trainExperts(options, caption);
        trainBaselines(options, caption);
    }

    /** The seed model: one CLIP on all pairs for the first part of the schedule (section 4). */
    public void trainSeed(TrainOptions options, CaptionChoice caption) throws IOException {
        training.seed(options, caption);
    }

    /** One expert a coarse cluster, each continuing the seed on its own pairs; in any order, none knows of another. */
    public void trainExperts(TrainOptions options, CaptionChoice caption) throws IOException {
        training.experts(options, caption);
    }

    /** What the experts are compared with: dense models and, with ablations, experts of a random split. */
    public void trainBaselines(TrainOptions options, CaptionChoice caption) throws IOException {
        training.baselines(options, caption);
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
        training.one(name, options, caption);
    }

    /** The same run with experts for one task each. */
    public Selecting selecting() {
        return new Selecting(models, training);
    }

    /**
     * The same run with models that learn from its experts.
     *
     * @param generation whose experts are asked, {@link RunDirectory#NEWEST} for those of the one that counts
     */
    public Distilling distilling(int generation) {
        return new Distilling(new RunModels(new RunDirectory(run.root(), generation), files, progress, engines), clock);
    }

    /** The negatives of the same run's batches. */
    public MeasuringNegatives negatives() {
        return new MeasuringNegatives(models);
    }

    /**
     * Writes the pairs of each expert into a run directory of its own below {@code out}, {@code expert-0}, {@code expert-1} …, with an index, assignments, the clusters and, if it is
     * trained, the seed model: all that it takes to train that expert there, by {@link #train(String, TrainOptions, CaptionChoice)}, to the same bytes as here.
     *
     * @param options as the experts will be trained; the share of other clusters' pairs and the seed decide what is packed
     * @return these run directories
     */
    public List<Path> packByExpert(Path out, TrainOptions options) throws IOException {
        return packing().pack(out, options);
    }

    /**
     * Packs what it takes to train a model on a machine that does not see the run into a file: its pairs with their index, the clusters, the seed model, the run's options.
     *
     * @param model      any but the seed
     * @param references whether the index of all pairs is packed in place of pairs: the other machine sees the shards where this one does
     * @throws BadInputException if the run has no model of that name, or the seed is not trained yet
     */
    public void exportJob(String model, Path out, boolean references, TrainOptions options, CaptionChoice caption) throws IOException {
        packing().export(model, out, references, options, caption);
    }

    /**
     * Brings a model into the run that was trained elsewhere, from the file that was written there.
     *
     * @return its name; nothing where it is here already, and then nothing is changed
     * @throws BadInputException if it was not trained as this run would train it, naming the differences
     */
    public Optional<String> importJob(Path file, TrainOptions options, CaptionChoice caption) throws IOException {
        return packing().importFrom(file, options, caption);
    }

    /** Evaluates with all rules and experts, as {@link #evaluate(List, CaptionChoice, EvaluateOptions, ResultsListener)}. */
    public void evaluate(List<Task> given, CaptionChoice caption) throws IOException {
        evaluate(given, caption, EvaluateOptions.defaults(), ResultsListener.silent());
    }

    /**
     * Every model's logits on every task, the experts' weights by each routing rule, and the results (section 3.3).
     *
     * @param given tasks beside the retrieval among the pairs that the index holds out
     * @param caption which caption of these pairs counts
     * @param results hears of every task once it is measured, and of averages at the end
     * @throws io.mode4j.ensemble.FailedTasksException if some tasks cannot be evaluated, after all others
     */
    public void evaluate(List<Task> given, CaptionChoice caption, EvaluateOptions options, ResultsListener results)
            throws IOException {
        List<Task> tasks = HeldOutTask.with(given, run, caption);
        RunDirectory asked = new RunDirectory(run.root(), options.generation());
        ClipEngine _ = engines.clip();
        discarding.begin(StageName.EVALUATE);
        clock.time("evaluate", () -> {
            Experts experts = Experts.read(asked).only(options.experts());
            engines.evaluateStage(files, progress, options.ensembles(), engines.routing(run, experts), runner, results)
                    .run(tasks, asked.models(), Optional.of(experts), run.evaluation());
        });
    }

    /** The same run as pairs arrive, or must go. */
    public GrowingRun growing() {
        return new GrowingRun(run, stages(), clock);
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
        discarding.now(stage);
    }

    private StagesByParts stages() {
        return new StagesByParts(files, progress, engines, runner);
    }

    private Packing packing() {
        return new Packing(models, engines.threads());
    }

    private long rows() throws IOException {
        return SampleIndex.open(run.index()).rows();
    }

    @Override
    public void close() {
        engines.close();
    }
}
