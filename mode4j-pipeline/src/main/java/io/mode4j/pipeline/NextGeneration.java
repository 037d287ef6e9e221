package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Generation;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.ensemble.EstablishedAbility;
import io.mode4j.ensemble.EstablishedAbility.Change;
import io.mode4j.ensemble.Experts;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.ensemble.RoutingRule;
import io.mode4j.growth.ExpertData;
import io.mode4j.growth.KeptRows;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.task.Task;
import io.mode4j.train.TrainData;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import io.mode4j.train.TrainStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedSet;

/**
 * What every way to the next generation of a run needs: where it is made, the pairs that are known, the training of an expert, how tasks change. All of it lies in {@code arrivals/N}, laid out as a run
 * directory, so that nothing that is there is written or trained again. While it is made nobody else can make one ({@link #close}). Not thread-safe.
 */
final class NextGeneration implements AutoCloseable {
    private final RunDirectory run;
    private final StagesByParts parts;
    private final Engines engines;
    private final ArrivalStages stages;
    private final Generations generations;
    private final Generation before;
    private final int number;
    private final StageLock lock;

    NextGeneration(RunDirectory run, StagesByParts parts, StageClock clock) throws IOException {
        this.run = run;
        this.parts = parts;
        this.engines = parts.engines();
        this.generations = new Generations(run);
        this.lock = StageLock.take(parts.files(), run.arrivals());
        generations.takeBack(parts.files());
        this.before = generations.current();
        this.number = generations.next();
        this.stages = new ArrivalStages(run, parts, clock, before, arrival());
    }

    /** Refuses a run whose seed model is not done: new experts begin with it. */
    static void requireSeed(RunDirectory run) throws BadInputException {
        if (!Files.exists(run.seed().resolve(Manifest.NAME))) {
            throw new BadInputException(
                    run.seed() + ": the seed model is not done, so there is nothing to grow from; train first (mode4j train)");
        }
    }

    /** The generation that it is made from. */
    Generation before() {
        return before;
    }

    /** Its own number. */
    int number() {
        return number;
    }

    /** Where all that comes with it lies. */
    RunDirectory arrival() {
        return run.arrival(number);
    }

    /** What is done with pairs that arrived, and the clock of all steps. */
    ArrivalStages stages() {
        return stages;
    }

    /** The same experts and pairs, as a beginning. */
    Generation begun(String change) {
        return before.next(number, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), change);
    }

    /** A place inside, as generations name it. */
    String place(String inside) {
        return "arrivals/" + number + "/" + inside;
    }

    /** The shards of the run itself keep their names; those of arrivals/1/index begin with arrivals-1-. */
    static String prefix(String index) {
        return index.substring(0, index.lastIndexOf('/') + 1).replace('/', '-');
    }

    /** All pairs of before that trainings may see when these keys are retired. */
    List<ExpertData.Part> known(SortedSet<String> retired) throws IOException {
        List<ExpertData.Part> parts = new ArrayList<>();
        for (Generation.Data data : before.data()) {
            Path index = run.root().resolve(data.index());
            parts.add(new ExpertData.Part(prefix(data.index()), SampleIndex.open(index), run.root().resolve(data.assignments()),
                    KeptRows.of(index, run.index(), retired, engines.threads())));
        }
        return parts;
    }

    /** The coarse cluster of an expert of before. */
    int clusterOf(String name, Path folder) throws IOException {
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

    /** As the run's own models are trained. */
    TrainingPlan plan(TrainOptions options) throws IOException {
        return TrainingPlan.of(options, SampleIndex.open(run.index()).allRows());
    }

    /**
     * Trains an expert on the pairs that are joined for it.
     *
     * @param assignments of the pairs that came last
     */
    void train(TrainJob job, TrainingPlan plan, Path clusters, Path assignments) throws IOException {
        List<Path> earlier = before.data()
                .stream()
                .map(data -> run.root().resolve(data.assignments()))
                .filter(all -> !all.equals(assignments))
                .toList();
        TrainData data = TrainData.clustered(arrival().training(job.name()), stages.caption(), clusters, assignments).withEarlier(earlier);
        TrainStage stage = new TrainStage(parts.files(), parts.progress(), engines.clip(), engines.tokenizer(), engines.images(), data,
                plan.settings(engines.threads()), engines.ranks());
        stages.step(job.name(), () -> stage.run(job, arrival().experts().resolve(job.name())));
    }

    /**
     * How the tasks of before change: all experts of both generations are asked what has not been asked yet. Nothing where there is no task.
     *
     * @param given beside the retrieval among the pairs that the index holds out
     */
    List<Change> compare(Generation next, List<Task> given, RoutingRule rule) throws IOException {
        if (given.isEmpty() && SampleIndex.open(run.index()).heldOutRows() == 0) {
            return List.of();
        }
        List<Task> tasks = HeldOutTask.with(given, run, stages.caption());
        SequencedMap<String, Path> folders = folders(next);
        Experts known = Experts.read(run);
        SequencedMap<String, Path> models = new LinkedHashMap<>(run.trainedExperts());
        models.putAll(folders);
        parts.score(engines.routing(run, known)).run(tasks, models, run.evaluation());
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
        generations.publish(parts.files(), next, counts);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
