package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Generation;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.ExtendStage;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.growth.Arrival;
import io.mode4j.growth.ExpertData;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.train.Portion;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** Makes the next generation of a run from pairs that arrived. Not thread-safe. */
final class Growth {
    private final RunDirectory run;
    private final FileLayer files;
    private final Progress progress;
    private final int threads;
    private final NextGeneration making;
    private final Generation before;
    private final RunDirectory arrival;
    private final ArrivalStages stages;

    /** @param making stays the caller's */
    Growth(RunDirectory run, FileLayer files, Progress progress, int threads, NextGeneration making) {
        this.run = run;
        this.files = files;
        this.progress = progress;
        this.threads = threads;
        this.making = making;
        this.before = making.before();
        this.arrival = making.arrival();
        this.stages = making.stages();
    }

    /** Looks at the pairs that arrived, as {@link ArrivalStages#look}. */
    Arrival look(ShardSet shards, IndexOptions options) throws IOException {
        return stages.look(shards, options);
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
            next = next.withVersion(expert.getKey(), version, making.place("experts/" + version));
        }
        return next;
    }

    private String update(String name, Path folder, Arrival arrived, TrainOptions options, double replay) throws IOException {
        int cluster = making.clusterOf(name, folder);
        String version = Generation.version(name, making.number());
        ExpertData data = new ExpertData(files, making.known(before.retired()), Clusters.read(stages.clusters()).fineToCoarse(),
                new ExpertShare(cluster, options.outOfClusterRatio(), options.seed()), before.retired());
        stages.step("grow pairs",
                () -> data.update(arrivedData(arrived, stages.assignedBefore()), replay, arrival.training(version)));
        TrainingPlan plan = making.plan(options).alone();
        TrainJob job = new TrainJob(version, new TrainJob.Given(folder, Manifest.read(folder).fingerprint()), data.share(),
                Portion.of(0, plan.end()), false);
        making.train(job, plan, stages.clusters(), stages.assignedBefore());
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
                () -> new ExtendStage(files, progress, clustering.withThreads(threads)).run(stages.clusters(),
                        arrived.novelty().known(),
                        arrival.embeddings(), file -> arrived.unprecedented(shards.get(file)), arrival.clusters()));
        stages.step("grow assign", () -> stages.assign(arrival.clusters(), arrival.assignments()));
        String name = ModelNames.expert(known.experts());
        List<ExpertData.Part> pairs = new ArrayList<>(making.known(before.retired()));
        pairs.add(arrivedData(arrived, arrival.assignments()));
        ExpertData data = new ExpertData(files, pairs, Clusters.read(arrival.clusters()).fineToCoarse(),
                new ExpertShare(known.experts(), options.outOfClusterRatio(), options.seed()), before.retired());
        stages.step("grow pairs", () -> data.all(arrival.training(name)));
        TrainingPlan plan = making.plan(options);
        TrainJob job = TrainJob.continuing(run.seed(), name, data.share(), Portion.of(plan.split(), plan.end()));
        making.train(job, plan, arrival.clusters(), arrival.assignments());
        return next("%s is new".formatted(name), making.place("clusters"), "assignments")
                .withExpert(name, making.place("experts/" + name));
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

    private ExpertData.Part arrivedData(Arrival arrived, Path assignments) throws IOException {
        return new ExpertData.Part(NextGeneration.prefix(making.place("index")), SampleIndex.open(arrival.index()), assignments,
                arrived::kept);
    }

    private Generation next(String change, String clusters, String assignments) {
        return making.begun(change)
                .withData(new Generation.Data(making.place("index"), making.place(assignments)), clusters);
    }
}
