package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FolderArchive;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.StageLock;
import io.mode4j.artifact.StageName;
import io.mode4j.clip.ClipEngine;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.measure.ExpertPriority;
import io.mode4j.embed.EncoderReference;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.jobs.Job;
import io.mode4j.jobs.JobQueue;
import io.mode4j.jobs.JobTicket;
import io.mode4j.jobs.RunJobs;
import io.mode4j.negatives.Negatives;
import io.mode4j.negatives.NegativesOptions;
import io.mode4j.negatives.NegativesReport;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.train.ExpertPack;
import io.mode4j.train.SampleChoice;
import io.mode4j.train.SampleChoice.ExpertShare;
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
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        train(stage(TrainData.unclustered(run.index(), caption), plan), List.of(plan.seedModel()), _ -> run.seed());
    }

    void experts(TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = plan(options);
        begin(StageName.EXPERTS);
        train(stage(clustered(caption), plan), experts(plan), run.experts()::resolve);
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
        TrainingPlan plan = plan(options);
        begin(StageName.BASELINES);
        train(stage(clustered(caption), plan), plan.baselines(run.seed(), clusters()), run.baselines()::resolve);
    }

    /** One of all these, by its name. */
    void one(String name, TrainOptions options, CaptionChoice caption) throws IOException {
        if (name.equals(ModelNames.SEED)) {
            seed(options, caption);
            return;
        }
        Model model = model(name, plan(options), caption);
        requireSeed(name);
        ClipEngine _ = engines.clip();
        if (engines.ranks().isFirst()) {
            discarding.begin(model.of, model.folder);
        }
        train(model.stage, List.of(model.job), _ -> model.folder);
    }

    /** An expert for one task, into a folder of its own. */
    void selected(Path folder, SampleChoice samples, TrainOptions options, CaptionChoice caption) throws IOException {
        String name = ModelNames.checkedExpert(String.valueOf(folder.getFileName()), folder);
        TrainingPlan plan = plan(options);
        requireSeed(name);
        train(stage(clustered(caption), plan), List.of(plan.selected(run.seed(), name, samples)), _ -> folder);
    }

    /** A model that continues the seed, the stage that it belongs to, and its folder. */
    private record Model(TrainJob job, TrainStage stage, StageName of, Path folder) {}

    private Model model(String name, TrainingPlan plan, CaptionChoice caption) throws IOException {
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

    /** All of these by processes of their own; what is done is checked here. */
    void by(JobQueue queue, TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = plan(options);
        int clusters = clusters();
        EnoughPairs.requireForExperts(run.assignments());
        begin(StageName.SEED);
        begin(StageName.EXPERTS);
        begin(StageName.BASELINES);
        RunJobs jobs = new RunJobs(run);
        List<Job> left = new ArrayList<>();
        if (isDone(stage(TrainData.unclustered(run.index(), caption), plan), plan.seedModel(), run.seed())) {
            for (Job job : inOrder(jobs.continuing(clusters, options.ablations()), plan)) {
                Model model = model(job.name(), plan, caption);
                if (!isDone(model.stage, model.job, model.folder)) {
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
        return StageFolder.of(files, folder, stage.recipe(job)).isDone();
    }

    /** Each expert's pairs in a run directory of its own. */
    List<Path> pack(Path out, TrainOptions options) throws IOException {
        requireNotTold(options, "an expert's packed share has not");
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

    /** What it takes to train one of the models elsewhere, as one file. */
    void export(String name, Path out, boolean references, TrainOptions options, CaptionChoice caption) throws IOException {
        if (name.equals(ModelNames.SEED)) {
            throw new BadInputException("the seed model is trained in the run itself; models that continue it can be exported");
        }
        requireNotTold(options, "an exported job has not");
        TrainingPlan plan = plan(options);
        Model model = model(name, plan, caption);
        requireSeed(name);
        RunDirectory target = new RunDirectory(files.beside(out));
        try {
            if (references) {
                StageFolder.copy(files, run.index(), target.index());
                StageFolder.copy(files, run.clusters(), target.clusters());
                StageFolder.copy(files, run.assignments(), target.assignments());
            } else {
                Manifest _ = new ExpertPack(files, progress, clustered(caption), engines.threads()).write(model.job.samples(), target);
            }
            StageFolder.copy(files, run.seed(), target.seed());
            files.write(target.options(), to -> Files.copy(run.options(), to));
            JobTicket.of(name, model.stage.recipe(model.job)).write(files, target.root());
            FolderArchive.write(files, target.root(), out);
        } finally {
            files.deleteTree(target.root());
        }
    }

    /** Brings a model back that was trained elsewhere; returns its name, or nothing where it is there already. */
    Optional<String> importFrom(Path file, TrainOptions options, CaptionChoice caption) throws IOException {
        JobTicket ticket = JobTicket.in(file);
        if (!ticket.trained()) {
            throw new BadInputException("%s holds what it takes to train %s: mode4j train --job %s trains it, and writes the file to import"
                    .formatted(file, ticket.model(), file));
        }
        Model model = model(ticket.model(), plan(options), caption);
        requireSeed(ticket.model());
        Recipe expected = model.stage.recipe(model.job);
        Path place = run.root().resolve("import-" + ticket.model()); // not beside the model, whose stage tidies up there
        files.sweep(place);
        Path unpacked = files.beside(place);
        try {
            FolderArchive.unpack(files, file, unpacked);
            Path trained = unpacked.resolve(JobTicket.MODEL);
            Manifest made = Manifest.read(trained);
            List<String> differences = expected.differencesFrom(made.recipe());
            if (!differences.isEmpty()) {
                throw new BadInputException("%s: %s was not trained as %s trains it: %s".formatted(file, ticket.model(), run.root(),
                        String.join("; ", differences)));
            }
            if (StageFolder.of(files, model.folder, expected).isDone()) {
                if (!Manifest.read(model.folder).fingerprint().equals(made.fingerprint())) {
                    throw new BadInputException(
                            "%s: %s is done, from the same inputs, and its bytes are others, as another number of threads or ranks gives them; remove it to take that in the file"
                                    .formatted(file, model.folder));
                }
                return Optional.empty();
            }
            StageLock.requireFree(model.folder);
            files.deleteTree(model.folder); // begun here
            RetiredKeys.warn(run, ticket.model());
            StageFolder.copy(files, trained, model.folder);
            return Optional.of(ticket.model());
        } finally {
            files.deleteTree(unpacked);
        }
    }

    /** Measures the negatives of the models' batches. */
    NegativesReport negatives(NegativesOptions asked, TrainOptions options, CaptionChoice caption) throws IOException {
        TrainingPlan plan = plan(options);
        return new Negatives(run, engines.clips(), progress, engines.threads()).measure(plan.kindsOfBatches(run.seed(), clusters()),
                clustered(caption), plan.settings(engines.threads()), asked);
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

    private TrainStage stage(TrainData given, TrainingPlan plan) throws IOException {
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
