package io.mode4j.pipeline;

import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.StageName;
import io.mode4j.clip.ClipEngine;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.measure.ExpertPriority;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.jobs.Job;
import io.mode4j.jobs.JobQueue;
import io.mode4j.jobs.RunJobs;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.train.SampleChoice;
import io.mode4j.train.TrainData;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import io.mode4j.train.TrainStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Trains the models of a run: which there are, {@link TrainingPlan} says. Not thread-safe. */
final class Training {
    private final RunModels models;
    private final RunDirectory run;
    private final Engines engines;
    private final StageClock clock;
    private final Discarding discarding;

    Training(RunModels models, StageClock clock, Discarding discarding) {
        this.models = models;
        this.run = models.run();
        this.engines = models.engines();
        this.clock = clock;
        this.discarding = discarding;
    }

    void seed(TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = models.plan(options);
        if (Files.exists(run.assignments().resolve(Manifest.NAME))) {
            EnoughPairs.requireForExperts(run.assignments());
        }
        begin(StageName.SEED);
        train(models.stage(TrainData.unclustered(run.index(), caption), plan), List.of(plan.seedModel()), _ -> run.seed());
    }

    void experts(TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = models.plan(options);
        begin(StageName.EXPERTS);
        train(models.stage(models.clustered(caption), plan), experts(plan), run.experts()::resolve);
    }

    /** In the order in which they are to be trained. */
    private List<TrainJob> experts(TrainingPlan plan) throws IOException {
        Clusters clusters = Clusters.read(run.clusters());
        List<TrainJob> byNumber = plan.experts(run.seed(), clusters.experts());
        return switch (plan.options().order()) {
            case NUMBER -> byNumber;
            case PRIORITY -> ExpertPriority.of(clusters).stream().map(priority -> byNumber.get(priority.expert())).toList();
        };
    }

    void baselines(TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = models.plan(options);
        begin(StageName.BASELINES);
        train(models.stage(models.clustered(caption), plan), plan.baselines(run.seed(), models.clusters()), run.baselines()::resolve);
    }

    /** One of all these, by its name. */
    void one(String name, TrainOptions options, CaptionChoice caption) throws IOException {
        if (name.equals(ModelNames.SEED)) {
            seed(options, caption);
            return;
        }
        RunModels.Model model = models.model(name, models.plan(options), caption);
        models.requireSeed(name);
        ClipEngine _ = engines.clip();
        if (engines.ranks().isFirst()) {
            discarding.begin(model.of(), model.folder());
        }
        train(model.stage(), List.of(model.job()), _ -> model.folder());
    }

    /** An expert for one task, into a folder of its own. */
    void selected(Path folder, SampleChoice samples, TrainOptions options, CaptionChoice caption) throws IOException {
        String name = ModelNames.checkedExpert(String.valueOf(folder.getFileName()), folder);
        TrainingPlan plan = models.plan(options);
        models.requireSeed(name);
        train(models.stage(models.clustered(caption), plan), List.of(plan.selected(run.seed(), name, samples)), _ -> folder);
    }

    /** All of these by processes of their own; what is done is checked here. */
    void by(JobQueue queue, TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = models.plan(options);
        int clusters = models.clusters();
        EnoughPairs.requireForExperts(run.assignments());
        begin(StageName.SEED);
        begin(StageName.EXPERTS);
        begin(StageName.BASELINES);
        RunJobs jobs = new RunJobs(run);
        List<Job> left = new ArrayList<>();
        if (isDone(models.stage(TrainData.unclustered(run.index(), caption), plan), plan.seedModel(), run.seed())) {
            for (Job job : inOrder(jobs.continuing(clusters, options.ablations()), plan)) {
                RunModels.Model model = models.model(job.name(), plan, caption);
                if (!isDone(model.stage(), model.job(), model.folder())) {
                    left.add(job);
                }
            }
        } else {
            left.addAll(inOrder(jobs.models(clusters, options.ablations()), plan)); // experts of an earlier seed are refused once the new one is done
        }
        queue.run(left);
    }

    /** The seed, the experts in their order, all others. */
    private List<Job> inOrder(List<Job> jobs, TrainingPlan plan) throws IOException {
        List<String> order = Stream.concat(Stream.of(ModelNames.SEED), experts(plan).stream().map(TrainJob::name)).toList();
        return jobs.stream()
                .sorted(Comparator.comparingInt(job -> order.contains(job.name()) ? order.indexOf(job.name()) : order.size()))
                .toList();
    }

    private boolean isDone(TrainStage stage, TrainJob job, Path folder) throws IOException {
        return StageFolder.of(models.files(), folder, stage.recipe(job)).isDone();
    }

    /** A device that is not there is found before anything is discarded. */
    private void begin(StageName stage) throws IOException {
        ClipEngine _ = engines.clip();
        if (engines.ranks().isFirst()) {
            discarding.begin(stage);
        }
    }

    private void train(TrainStage stage, List<TrainJob> jobs, Function<String, Path> folder) throws IOException {
        for (TrainJob job : jobs) {
            Path into = folder.apply(job.name());
            StageClock.Work work = () -> stage.run(job, into);
            if (engines.ranks().isFirst()) {
                if (!Files.exists(into.resolve(Manifest.NAME))) {
                    RetiredKeys.warn(run, job.name());
                }
                clock.time(job.name(), work);
            } else {
                work.run();
            }
        }
    }
}
