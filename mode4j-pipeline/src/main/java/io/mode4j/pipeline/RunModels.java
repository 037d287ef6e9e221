package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.artifact.StageName;
import io.mode4j.cluster.Clusters;
import io.mode4j.embed.EncoderReference;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.train.TrainData;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import io.mode4j.train.TrainStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which models a run has, what each is trained on, and what trains it. */
record RunModels(RunDirectory run, FileLayer files, Progress progress, Engines engines) {
    /** A model that continues the seed, the stage that it belongs to, and its folder. */
    record Model(TrainJob job, TrainStage stage, StageName of, Path folder) {}

    /**
     * One of all that continue the seed.
     *
     * @throws BadInputException if the run has none of that name
     */
    Model model(String name, TrainingPlan plan, CaptionChoice caption) throws IOException {
        int clusters = clusters();
        List<TrainJob> experts = plan.experts(run.seed(), clusters);
        List<TrainJob> baselines = plan.baselines(run.seed(), clusters);
        Optional<TrainJob> expert = named(name, experts);
        TrainJob job = expert.or(() -> named(name, baselines)).orElse(null);
        if (job == null) {
            throw new BadInputException("no model of this run is called '%s'; they are %s, %s, %s".formatted(name, ModelNames.SEED,
                    names(experts), names(baselines)));
        }
        StageName of = expert.isPresent() ? StageName.EXPERTS : StageName.BASELINES;
        return new Model(job, stage(clustered(caption), plan), of, run.of(of).resolve(name));
    }

    /** The plan for the run's pairs. */
    TrainingPlan plan(TrainOptions options) throws IOException {
        return TrainingPlan.of(options, SampleIndex.open(run.index()).allRows());
    }

    /** How many coarse clusters there are. */
    int clusters() throws IOException {
        return Clusters.read(run.clusters()).experts();
    }

    /** All pairs with their clusters. */
    TrainData clustered(CaptionChoice caption) {
        return TrainData.clustered(run.index(), caption, run.clusters(), run.assignments());
    }

    /** What trains on these pairs. */
    TrainStage stage(TrainData given, TrainingPlan plan) throws IOException {
        TrainData data = plan.options().falseNegatives().areTold() ? given.withEmbeddings(embeddings()) : given;
        return new TrainStage(files, progress, engines.clip(), engines.tokenizer(), engines.images(), data,
                plan.settings(engines.threads()), engines.ranks());
    }

    /** Of captions, by which near ones are known. */
    private Path embeddings() throws IOException {
        if (!Files.exists(run.embeddings().resolve(Manifest.NAME))) {
            throw new BadInputException(
                    "%s: the embeddings that tell near captions are not there (option false-negatives); run the embed stage, or keep near ones as negatives"
                            .formatted(run.embeddings()));
        }
        if (!Manifest.read(run.embeddings()).summary().containsKey(EncoderReference.KEY)) {
            throw new BadInputException(
                    "%s: these are no embeddings of captions by a sentence encoder, so they do not tell near captions (option false-negatives); embed captions (option embedding text)"
                            .formatted(run.embeddings()));
        }
        return run.embeddings();
    }

    /** Refuses data of which there are no embeddings beside the pairs. */
    static void requireNotTold(TrainOptions options, String what) throws BadInputException {
        if (options.falseNegatives().areTold()) {
            throw new BadInputException(
                    "option false-negatives %s needs the embeddings of captions, which %s; train here, or keep near captions as negatives"
                            .formatted(options.falseNegatives().handling(), what));
        }
    }

    /** Refuses to train a model whose beginning is not there. */
    void requireSeed(String name) throws IOException {
        if (!Files.exists(run.seed().resolve(Manifest.NAME))) {
            String who = StageLock.holder(run.seed())
                    .map(holder -> "it is being trained by " + holder)
                    .orElse("train it first (option only seed)");
            throw new BadInputException("%s continues the seed model, which is not done in %s; %s".formatted(name, run.seed(), who));
        }
    }

    private static Optional<TrainJob> named(String name, List<TrainJob> jobs) {
        return jobs.stream().filter(job -> job.name().equals(name)).findFirst();
    }

    private static String names(List<TrainJob> jobs) {
        return jobs.stream().map(TrainJob::name).collect(Collectors.joining(", "));
    }
}
