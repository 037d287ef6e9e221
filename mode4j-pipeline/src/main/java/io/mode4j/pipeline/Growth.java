package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Generation;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.cluster.ExtendStage;
import io.mode4j.ensemble.EstablishedAbility;
import io.mode4j.ensemble.EstablishedAbility.Change;
import io.mode4j.ensemble.Experts;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.ensemble.RoutingRule;
import io.mode4j.growth.Arrival;
import io.mode4j.growth.ExpertData;
import io.mode4j.growth.KeptRows;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.task.Task;
import io.mode4j.train.Portion;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.TrainData;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import io.mode4j.train.TrainStage;
import io.mode4j.work.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Makes the next generation of a run from pairs that arrived: all of it in {@code arrivals/N}, laid out as a run directory, so that nothing that is there is written or trained again. While it works nobody else
 * can ({@link #close}). Not thread-safe.
 */
final class Growth implements AutoCloseable {
    private final RunDirectory run;
    private final FileLayer files;
    private final Progress progress;
    private final Engines engines;
    private final ArrivalStages stages;
    private final Generations generations;
    private final Generation before;
    private final int number;
    private final RunDirectory arrival;
    private final StageLock lock;

    Growth(RunDirectory run, FileLayer files, Progress progress, Engines engines, StageClock clock) throws IOException {
        this.run = run;
        this.files = files;
        this.progress = progress;
        this.engines = engines;
        this.generations = new Generations(run);
        this.lock = StageLock.take(files, run.arrivals());
        this.before = generations.current();
        this.number = generations.next();
        this.arrival = run.arrival(number);
        this.stages = new ArrivalStages(run, files, progress, engines, clock, before, arrival);
    }

    /** Refuses a run whose seed model is not done: new experts begin with it. */
    static void requireSeed(RunDirectory run) throws BadInputException {
        if (!Files.exists(run.seed().resolve(Manifest.NAME))) {
            throw new BadInputException(
                    run.seed() + ": the seed model is not done, so there is nothing to grow from; train first (mode4j train)");
        }
    }

    /** Looks at the pairs that arrived, as {@link ArrivalStages#look}. */
    Arrival look(ShardSet shards, IndexOptions options) throws IOException {
        return stages.look(shards, options);
    }

    /** Where what is new, and what became of it, is shown. */
    Path page() {
        return arrival.growthPage();
    }

    /** Experts go on from where they are, each on its pairs among those that arrived and on some that it knows. */
    Generation update(List<String> names, Arrival arrived, TrainOptions options, double replay) throws IOException {
        SequencedMap<String, Path> experts = new LinkedHashMap<>();
        for (String name : names) {
            experts.put(expert(name), run.root().resolve(Objects.requireNonNull(before.experts().get(expert(name)))));
        }
        Generation next = next(String.join(", ", experts.keySet()) + " updated", before.clusters(), "before");
        for (Map.Entry<String, Path> expert : experts.entrySet()) {
            String version = update(expert.getKey(), expert.getValue(), arrived, options, replay);
            next = next.withVersion(expert.getKey(), version, place("experts/" + version));
        }
        return next;
    }

    private String update(String name, Path folder, Arrival arrived, TrainOptions options, double replay) throws IOException {
        int cluster = clusterOf(name, folder);
        String version = Generation.version(name, number);
        ExpertData data = new ExpertData(files, known(), arrivedData(arrived, stages.assignedBefore()),
                Clusters.read(stages.clusters()).fineToCoarse(),
                new ExpertShare(cluster, options.outOfClusterRatio(), options.seed()));
        stages.step("grow pairs", () -> data.update(replay, arrival.training(version)));
        TrainingPlan plan = plan(options).alone();
        TrainJob job = new TrainJob(version, new TrainJob.Given(folder, Manifest.read(folder).fingerprint()), data.share(),
                Portion.of(0, plan.end()), false);
        train(job, plan, stages.clusters(), stages.assignedBefore(), version);
        return version;
    }

    /** Centres of what is unlike all before, and an expert of these pairs, which continues the seed as all others did. */
    Generation newExpert(Arrival arrived, ClusterOptions clustering, TrainOptions options) throws IOException {
        SampleIndex index = SampleIndex.open(arrival.index());
        List<Integer> shards = new ArrayList<>();
        for (int shard = 0; shard < index.shards(); shard++) {
            if (index.rows(shard) > 0) {
                shards.add(shard);
            }
        }
        Clusters known = Clusters.read(stages.clusters());
        stages.step("grow cluster",
                () -> new ExtendStage(files, progress, clustering.withThreads(engines.threads())).run(stages.clusters(),
                        arrived.novelty().known(),
                        arrival.embeddings(), file -> arrived.unprecedented(shards.get(file)), arrival.clusters()));
        stages.step("grow assign", () -> stages.assign(arrival.clusters(), arrival.assignments()));
        String name = ModelNames.expert(known.experts());
        ExpertData data = new ExpertData(files, known(), arrivedData(arrived, arrival.assignments()),
                Clusters.read(arrival.clusters()).fineToCoarse(),
                new ExpertShare(known.experts(), options.outOfClusterRatio(), options.seed()));
        stages.step("grow pairs", () -> data.fresh(arrival.training(name)));
        TrainingPlan plan = plan(options);
        TrainJob job = TrainJob.continuing(run.seed(), name, data.share(), Portion.of(plan.split(), plan.end()));
        train(job, plan, arrival.clusters(), arrival.assignments(), name);
        return next("%s is new".formatted(name), place("clusters"), "assignments").withExpert(name, place("experts/" + name));
    }

    /** The name that a user gives, as the generation has it: an expert that was updated before has a version in its name. */
    private String expert(String asked) throws BadInputException {
        return before.experts()
                .keySet()
                .stream()
                .filter(name -> name.equals(asked) || Generation.unversioned(name).equals(asked))
                .findFirst()
                .orElseThrow(() -> new BadInputException("option update: no expert of generation %d is called '%s'; they are %s"
                        .formatted(before.number(), asked, before.experts().keySet())));
    }

    private int clusterOf(String name, Path folder) throws IOException {
        Clusters clusters = Clusters.read(stages.clusters());
        if (ExpertClusters.isIn(folder)) {
            float[] own = ExpertClusters.read(folder).coarse().values();
            for (int c = 0; c < clusters.experts(); c++) {
                if (Arrays.equals(own, clusters.coarse().row(c))) {
                    return c;
                }
            }
        }
        for (int c = 0; c < clusters.experts(); c++) {
            if (ModelNames.expert(c).equals(Generation.unversioned(name))) {
                return c;
            }
        }
        throw new BadInputException(
                "%s: %s has no coarse cluster of that expert, which was brought from elsewhere: train a new expert (option new-expert)"
                        .formatted(folder, stages.clusters()));
    }

    private List<ExpertData.Part> known() throws IOException {
        List<ExpertData.Part> parts = new ArrayList<>();
        for (Generation.Data data : before.data()) {
            SampleIndex index = SampleIndex.open(run.root().resolve(data.index()));
            parts.add(new ExpertData.Part(prefix(data.index()), index, run.root().resolve(data.assignments()),
                    KeptRows.of(index, run.index())));
        }
        return parts;
    }

    private ExpertData.Part arrivedData(Arrival arrived, Path assignments) throws IOException {
        return new ExpertData.Part(prefix(place("index")), SampleIndex.open(arrival.index()), assignments, arrived::kept);
    }

    /** The shards of the run itself keep their names; those of arrivals/1/index begin with arrivals-1-. */
    private static String prefix(String index) {
        return index.substring(0, index.lastIndexOf('/') + 1).replace('/', '-');
    }

    private String place(String inside) {
        return "arrivals/" + number + "/" + inside;
    }

    private TrainingPlan plan(TrainOptions options) throws IOException {
        return TrainingPlan.of(options, SampleIndex.open(run.index()).allRows());
    }

    private void train(TrainJob job, TrainingPlan plan, Path clusters, Path assignments, String name) throws IOException {
        TrainData data = TrainData.clustered(arrival.training(name), stages.caption(), clusters, assignments);
        TrainStage stage = new TrainStage(files, progress, engines.clip(), engines.tokenizer(), engines.images(), data,
                plan.settings(engines.threads()), engines.ranks());
        stages.step(name, () -> stage.run(job, arrival.experts().resolve(name)));
    }

    /**
     * How the tasks of before change: all experts of both generations are asked what has not been asked yet. Nothing where there is no task.
     *
     * @param given  beside the retrieval among the pairs that the index holds out
     * @param runner has the models asked, if there is one
     */
    List<Change> compare(Generation next, List<Task> given, RoutingRule rule, Optional<Runner> runner) throws IOException {
        if (given.isEmpty() && SampleIndex.open(run.index()).heldOutRows() == 0) {
            return List.of();
        }
        List<Task> tasks = HeldOutTask.with(given, run, stages.caption());
        SequencedMap<String, Path> folders = folders(next);
        Experts known = Experts.read(run);
        SequencedMap<String, Path> models = new LinkedHashMap<>(run.trainedExperts());
        models.putAll(folders);
        engines.scoreStage(files, progress, engines.routing(run, known), runner).run(tasks, models, run.evaluation());
        return EstablishedAbility.compare(run.evaluated(), tasks.stream().map(Task::name).toList(), known, Experts.read(run, folders),
                rule);
    }

    /** The folders of all experts of the generation that is made. */
    private SequencedMap<String, Path> folders(Generation next) {
        SequencedMap<String, Path> folders = new LinkedHashMap<>();
        next.experts().forEach((name, folder) -> folders.put(name, run.root().resolve(folder)));
        return folders;
    }

    /** Writes the generation that is made; from then on it counts, or not. */
    void publish(Generation next, boolean counts) throws IOException {
        generations.write(files, next);
        if (counts) {
            generations.choose(files, next.number());
        }
    }

    private Generation next(String change, String clusters, String assignments) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return before.next(number, now, change, new Generation.Data(place("index"), place(assignments)), clusters);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
