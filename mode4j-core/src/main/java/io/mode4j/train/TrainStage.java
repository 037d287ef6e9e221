package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.NonFiniteLossException;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.image.Images;
import io.mode4j.progress.Progress;
import io.mode4j.ranks.Ranks;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.text.Tokenizer;
import io.mode4j.train.SampleChoice.Everything;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.SampleChoice.FineClusters;
import io.mode4j.train.SampleChoice.RandomShare;
import io.mode4j.train.TrainJob.Continued;
import io.mode4j.train.TrainJob.Fresh;
import io.mode4j.train.TrainJob.Given;
import io.mode4j.work.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Trains one model, seed, expert or baseline, into a folder (paper §4): {@code model.safetensors}, {@code open_clip_config.json},
 * {@code log.jsonl}, {@code newest.txt}, {@code manifest.json}, for a model that others continue {@code optimizer.safetensors}, for
 * an expert {@code clusters.safetensors}, and {@code checkpoints/} until it is done.
 *
 * <p>
 * An interrupted training goes on from its newest checkpoint and ends in the same bytes. The pairs that the index holds out are looked at now and then, which changes
 * nothing but the log. Not thread-safe; several stages may train into different folders at once.
 */
public final class TrainStage {

    /** As its recipes call it. */
    static final String NAME = "train";
    /** What its recipes say of the choice of pairs. */
    static final String SAMPLES = "samples";
    /** The input of a model that began as another, made elsewhere. */
    static final String GIVEN = "given model";

    private final FileLayer files;
    private final Progress progress;
    private final ClipEngine engine;
    private final Tokenizer tokenizer;
    private final Images images;
    private final TrainData data;
    private final TrainSettings options;
    private final Ranks ranks;

    /**
     * A stage for the models of one run; nothing is opened yet.
     *
     * @param ranks
     *            the processes that call it with the same jobs, this one among them; the first one writes
     */
    public TrainStage(FileLayer files, Progress progress, ClipEngine engine, Tokenizer tokenizer, Images images,
            TrainData data, TrainSettings options, Ranks ranks) {
        this.files = files;
        this.progress = progress;
        this.engine = engine;
        this.tokenizer = tokenizer;
        this.images = images;
        this.data = data;
        this.options = options;
        this.ranks = ranks;
    }

    /**
     * What training a job will do.
     *
     * @throws IOException
     *             if an input is not done yet
     */
    public Recipe recipe(TrainJob job) throws IOException {
        SortedMap<String, String> configuration = options.configuration();
        configuration.put("name", job.name());
        configuration.put(SAMPLES, job.samples().describe());
        configuration.put("portion", job.portion().describe());
        configuration.put("continuable", Boolean.toString(job.continuable()));
        configuration.put("clustered caption", data.captions().describe());
        configuration.put("tokenizer", tokenizer.identity());
        configuration.put("engine", engine.identity());
        SortedMap<String, String> inputs = data.inputs(job.samples());
        switch (job.start()) {
            case Fresh fresh -> configuration.put("model", fresh.model().describe());
            case Given given -> inputs.put(GIVEN, given.fingerprint());
            case Continued continued -> inputs.put("seed model", Manifest.read(continued.folder()).fingerprint());
        }
        job.distillation().ifPresent(teachers -> {
            configuration.putAll(teachers.configuration());
            inputs.putAll(teachers.inputs());
        });
        return new Recipe(NAME, 1, configuration, inputs);
    }

    /**
     * Trains, goes on, or finds that all is done.
     *
     * @throws NonFiniteLossException
     *             if the training diverged, naming the step
     * @throws DamagedException
     *             if a checkpoint to go on from, or an input, is missing or not what was written
     * @throws BadInputException
     *             if too many pictures cannot be decoded, or there is nothing to train on
     * @throws IOException
     *             if reading or writing fails, the folder holds another recipe's work, or the thread was interrupted
     */
    public Manifest run(TrainJob job, Path folder) throws IOException {
        if (job.distillation().isPresent() && ranks.areSeveral()) {
            throw new BadInputException(
                    "%s learns from teachers, which one process does by itself: expected one, found %d".formatted(job.name(),
                            ranks.count()));
        }
        if (options.falseNegatives().areTold() && data.embeddings().isEmpty()) {
            throw new BadInputException(
                    "option false-negatives %s: these pairs have no embeddings, by which near captions are told; keep near ones as negatives (option false-negatives keep)"
                            .formatted(options.falseNegatives().handling()));
        }
        if (options.falseNegatives().areTold() && ranks.areSeveral()) {
            throw new BadInputException(
                    "option false-negatives %s: one process tells near captions by itself; expected one, found %d"
                            .formatted(options.falseNegatives().handling(), ranks.count()));
        }
        Recipe recipe = recipe(job);
        Checkpoints checkpoints = new Checkpoints(files, folder, recipe.fingerprint());
        RankAgreement agreement = new RankAgreement(ranks, job.name());
        if (ranks.isFirst()) {
            try (StageFolder stage = StageFolder.of(files, folder, recipe)) {
                boolean begun = stage.begin();
                Optional<Checkpoint> from = begun ? checkpoints.newest() : Optional.empty();
                agreement.begin(recipe, begun, from.map(Checkpoint::step).orElse(0L));
                if (begun) {
                    stage.finish(train(job, folder, from, checkpoints));
                }
            }
            checkpoints.removeAll();
        } else {
            OptionalLong step = agreement.follow(recipe);
            if (step.isPresent()) {
                Optional<Checkpoint> from = step.getAsLong() == 0 ? Optional.empty()
                        : Optional.of(Checkpoint.read(checkpoints.folder(step.getAsLong())));
                Map<String, Object> _ = train(job, folder, from, checkpoints);
            }
        }
        agreement.end();
        return Manifest.read(folder);
    }

    private @Nullable CaptionEmbeddings embeddings(SampleIndex index) throws IOException {
        return data.embeddings().isPresent() ? CaptionEmbeddings.open(index, data.embeddings().get(), options.falseNegatives()) : null;
    }

    private Tokenizer tokenizer(ClipTrainer trainer) {
        return tokenizer.cleaning(trainer.config().text().cleaning());
    }

    /** {@return what the manifest says of the training} */
    private Map<String, Object> train(TrainJob job, Path folder, Optional<Checkpoint> from, Checkpoints checkpoints) throws IOException {
        data.verify(job.samples());
        SampleIndex index = SampleIndex.open(data.index());
        ShardPairs pairs = SelectedPairs.of(index, data.clusters(index, job.samples()), job.samples(), data.captions(), options.captions());
        LoaderOptions loading = new LoaderOptions((int) Math.min(options.batchSize(), pairs.pairs()), options.loading().workers(),
                mostSkipped(job, pairs.pairs()));
        long seed = TrainSettings.seed(options.seed(), job.name());
        int window = WindowedOrder.window(options.window(), index.allRows(), pairs);
        try (ClipTrainer trainer = trainer(job, from, checkpoints, seed);
                ShardImages shards = new ShardImages(index);
                Distillation.@Nullable Teachers teachers = job.distillation().isPresent() ? job.distillation().get().open(index) : null;
                @Nullable
                CaptionEmbeddings embeddings = embeddings(index);
                ReadAhead ahead = new ReadAhead(shards, Math.max(1, window));
                SampleOrder order = SampleOrder.of(pairs, window, seed, ahead);
                BatchLoader loader = new BatchLoader(order,
                        new ExampleReader(shards, images, tokenizer(trainer), trainer.config().vision().imageSize(),
                                trainer.config().text().contextLength(), options.augmentation(), seed, teachers, embeddings),
                        loading,
                        from.map(Checkpoint::loader).orElseGet(LoaderState::start), ranks);
                StopRequest stop = StopRequest.listen()) {
            Validation validation = new Validation(heldOut(index, shards), images, tokenizer(trainer));
            TrainingRun run = new TrainingRun(files, progress, job, options, trainer, loader, checkpoints, validation, folder, ranks, stop);
            run.from(from.map(Checkpoint::step).orElse(0L));
            if (ranks.isFirst()) {
                trainer.save(files, folder, job.continuable());
                Optional<ExpertClusters> share = clusters(job);
                if (share.isPresent()) {
                    share.get().write(files, folder);
                }
            } else {
                trainer.assistSave(job.continuable());
            }
            return run.summary(engine.describe());
        }
    }

    /** With its share of the clusters an expert can be weighed wherever it is. */
    private Optional<ExpertClusters> clusters(TrainJob job) throws IOException {
        String seed = job.start() instanceof Continued continued ? Manifest.read(continued.folder()).fingerprint() : "";
        return switch (job.samples()) {
            case Everything _,RandomShare _ -> Optional.empty();
            case ExpertShare share -> {
                TrainData.Clustering clustering = data.clusteringFor(share);
                yield Optional.of(ExpertClusters.of(clustering.clusters(), clustering.allAssignments(), share.expert(), seed));
            }
            case FineClusters some -> {
                TrainData.Clustering clustering = data.clusteringFor(some);
                yield Optional.of(ExpertClusters.of(clustering.clusters(), clustering.assignments(), some.fine(), seed));
            }
        };
    }

    /** A few pairs do not tell a share, and the seed, which saw the same pictures, has been judged by all of them. */
    private double mostSkipped(TrainJob job, long pairs) {
        return job.start() instanceof Continued && pairs < LoaderOptions.JUDGED_FROM ? 1 : options.loading().maxSkippedShare();
    }

    private List<Validation.Pair> heldOut(SampleIndex index, ShardImages shards) throws IOException {
        return index.heldOut()
                .stream()
                .map(pair -> new Validation.Pair(data.captions().choose(pair.sample()),
                        () -> shards.read(pair.shard(), pair.sample().imageOffset(), pair.sample().imageLength())))
                .toList();
    }

    private ClipTrainer trainer(TrainJob job, Optional<Checkpoint> from, Checkpoints checkpoints, long seed) throws IOException {
        if (from.isPresent()) {
            Path checkpoint = checkpoints.folder(from.get().step());
            ClipTrainer trainer = engine.restore(checkpoint, options.optimizer());
            if (trainer.steps() != from.get().engineSteps()) {
                long found = trainer.steps();
                trainer.close();
                throw new DamagedException(checkpoint, "a model after " + from.get().engineSteps() + " steps", found + " steps");
            }
            return trainer;
        }
        return switch (job.start()) {
            case Fresh fresh -> engine.create(fresh.model(), options.optimizer(), seed);
            case Given given -> engine.start(given.folder(), options.optimizer());
            case Continued continued -> {
                Manifest.read(continued.folder()).verify(continued.folder());
                yield engine.restore(continued.folder(), options.optimizer());
            }
        };
    }
}
