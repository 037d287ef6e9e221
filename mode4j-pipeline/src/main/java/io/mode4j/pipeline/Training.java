package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.StageLock;
import io.mode4j.artifact.StageName;
import io.mode4j.clip.ClipEngine;
import io.mode4j.cluster.Clusters;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.SampleIndex;
import io.mode4j.train.ExpertPack;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.TrainData;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import io.mode4j.train.TrainStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Trains the models of a run: which there are, {@link TrainingPlan} says. Not thread-safe. */
final class Training {
    private final RunDirectory run;
    private final FileLayer files;
    private final Progress progress;
    private final Engines engines;
    private final StageClock clock;
    private final Discarding discarding;

    Training(RunDirectory run, FileLayer files, Progress progress, Engines engines, StageClock clock, Discarding discarding) {
        this.run = run;
        this.files = files;
        this.progress = progress;
        this.engines = engines;
        this.clock = clock;
        this.discarding = discarding;
    }

    void seed(TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = plan(options);
        if (Files.exists(run.assignments().resolve(Manifest.NAME))) {
            EnoughPairs.requireForExperts(run.assignments());
        }
        begin(StageName.SEED);
        train(TrainData.unclustered(run.index(), caption), plan, List.of(plan.seedModel()), _ -> run.seed());
    }

    void experts(TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = plan(options);
        begin(StageName.EXPERTS);
        train(clustered(caption), plan, plan.experts(run.seed(), clusters()), run.experts()::resolve);
    }

    void baselines(TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = plan(options);
        begin(StageName.BASELINES);
        train(clustered(caption), plan, plan.baselines(run.seed(), clusters()), run.baselines()::resolve);
    }

    /** One of all these, by its name. */
    void one(String name, TrainOptions options, CaptionChoice caption) throws IOException {
        if (name.equals(ModelNames.SEED)) {
            seed(options, caption);
            return;
        }
        TrainingPlan plan = plan(options);
        int clusters = clusters();
        List<TrainJob> experts = plan.experts(run.seed(), clusters);
        List<TrainJob> baselines = plan.baselines(run.seed(), clusters);
        Optional<TrainJob> expert = named(name, experts);
        TrainJob job = expert.or(() -> named(name, baselines)).orElse(null);
        if (job == null) {
            throw new BadInputException("no model of this run is called '%s'; they are %s, %s, %s".formatted(name, ModelNames.SEED,
                    names(experts), names(baselines)));
        }
        requireSeed(name);
        StageName stage = expert.isPresent() ? StageName.EXPERTS : StageName.BASELINES;
        Path folder = run.of(stage).resolve(name);
        ClipEngine _ = engines.clip();
        if (engines.ranks().isFirst()) {
            discarding.begin(stage, folder);
        }
        train(clustered(caption), plan, List.of(job), _ -> folder);
    }

    /** Each expert's pairs in a run directory of its own. */
    List<Path> pack(Path out, TrainOptions options) throws IOException {
        TrainData data = clustered(new CaptionChoice(CaptionChoice.Mode.FIRST, options.seed())); // all captions are packed, whichever is clustered
        ExpertPack pack = new ExpertPack(files, progress, data, engines.threads());
        List<Path> packed = new ArrayList<>();
        for (TrainJob job : plan(options).experts(run.seed(), clusters())) {
            RunDirectory target = new RunDirectory(out.resolve(job.name()));
            Manifest _ = pack.write((ExpertShare) job.samples(), target);
            if (Files.exists(run.seed().resolve(Manifest.NAME))) {
                StageFolder.copy(files, run.seed(), target.seed());
            }
            files.write(target.options(), to -> Files.copy(run.options(), to));
            packed.add(target.root());
        }
        return packed;
    }

    /** A device that is not there is found before anything is discarded. */
    private void begin(StageName stage) throws IOException {
        ClipEngine _ = engines.clip();
        if (engines.ranks().isFirst()) {
            discarding.begin(stage);
        }
    }

    private static Optional<TrainJob> named(String name, List<TrainJob> jobs) {
        return jobs.stream().filter(job -> job.name().equals(name)).findFirst();
    }

    private static String names(List<TrainJob> jobs) {
        return jobs.stream().map(TrainJob::name).collect(Collectors.joining(", "));
    }

    private void requireSeed(String name) throws IOException {
        if (!Files.exists(run.seed().resolve(Manifest.NAME))) {
            String who = StageLock.holder(run.seed())
                    .map(holder -> "it is being trained by " + holder)
                    .orElse("train it first (option only seed)");
            throw new BadInputException("%s continues the seed model, which is not done in %s; %s".formatted(name, run.seed(), who));
        }
    }

    private void train(TrainData data, TrainingPlan plan, List<TrainJob> jobs, Function<String, Path> folder) throws IOException {
        TrainStage stage = new TrainStage(files, progress, engines.clip(), engines.tokenizer(), engines.images(), data,
                plan.settings(engines.threads()), engines.ranks());
        for (TrainJob job : jobs) {
            StageClock.Work work = () -> stage.run(job, folder.apply(job.name()));
            if (engines.ranks().isFirst()) {
                clock.time(job.name(), work);
            } else {
                work.run();
            }
        }
    }

    private TrainingPlan plan(TrainOptions options) throws IOException {
        return TrainingPlan.of(options, SampleIndex.open(run.index()).allRows());
    }

    private int clusters() throws IOException {
        return Clusters.read(run.clusters()).experts();
    }

    private TrainData clustered(CaptionChoice caption) {
        return TrainData.clustered(run.index(), caption, run.clusters(), run.assignments());
    }
}
