package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Generation;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Clusters;
import io.mode4j.growth.ExpertData;
import io.mode4j.growth.ToRetire;
import io.mode4j.trace.Witness;
import io.mode4j.train.Portion;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the next generation of a run from pairs that no expert is to have seen: those that saw some are trained again without, from the seed on. Not thread-safe. */
final class Retirement {
    private final RunDirectory run;
    private final FileLayer files;
    private final NextGeneration making;
    private final Generation before;

    /** @param making stays the caller's */
    Retirement(RunDirectory run, FileLayer files, NextGeneration making) {
        this.run = run;
        this.files = files;
        this.making = making;
        this.before = making.before();
    }

    /**
     * Trains the experts again that need it.
     *
     * @throws BadInputException if the run is not as it was looked at
     */
    Generation retire(ToRetire what, TrainOptions options) throws IOException {
        if (!before.equals(what.current())) {
            throw new BadInputException("%s has grown meanwhile; run the same command again".formatted(run.root()));
        }
        discardLeft(what);
        List<ExpertData.Part> pairs = making.known(what.keys());
        Generation next = making.begun(change(what)).withRetired(what.keys());
        for (Witness expert : what.experts()) {
            String version = version(expert);
            train(version, making.clusterOf(expert.name(), expert.folder()), pairs, what, options);
            next = next.withVersion(expert.name(), version, making.place("experts/" + version));
        }
        return next;
    }

    /** A growth that was begun here, or a retirement of other keys, is no generation, and would look like part of this one. */
    private void discardLeft(ToRetire what) throws IOException {
        RunDirectory arrival = making.arrival();
        Set<Path> own = new HashSet<>();
        for (Witness expert : what.experts()) {
            own.add(arrival.training(version(expert)));
            own.add(arrival.experts().resolve(version(expert)));
        }
        for (Path folder : RunDirectory.foldersIn(arrival.root())) {
            List<Path> left = new ArrayList<>(RunDirectory.foldersIn(folder));
            boolean hasOwn = left.removeAll(own);
            for (Path other : hasOwn ? left : List.of(folder)) {
                files.deleteTree(other);
            }
        }
        if (Files.exists(arrival.growthPage())) {
            files.deleteFile(arrival.growthPage());
        }
    }

    private String version(Witness expert) {
        return Generation.version(expert.name(), making.number());
    }

    private static String change(ToRetire what) {
        List<String> parts = new ArrayList<>();
        int keys = what.more().size();
        if (keys > 0) {
            parts.add("%d %s retired".formatted(keys, keys == 1 ? "key" : "keys"));
        }
        if (!what.experts().isEmpty()) {
            parts.add(what.experts().stream().map(Witness::name).collect(Collectors.joining(", ")) + " trained again");
        }
        return String.join("; ", parts);
    }

    private void train(String version, int cluster, List<ExpertData.Part> pairs, ToRetire what, TrainOptions options) throws IOException {
        ArrivalStages stages = making.stages();
        ExpertData data = new ExpertData(files, pairs, Clusters.read(stages.clusters()).fineToCoarse(),
                new ExpertShare(cluster, options.outOfClusterRatio(), options.seed()), what.keys());
        stages.step("retire pairs", () -> data.all(making.arrival().training(version)));
        TrainingPlan plan = making.plan(options);
        TrainJob job = TrainJob.continuing(run.seed(), version, data.share(), Portion.of(plan.split(), plan.end()));
        making.train(job, plan, stages.clusters(), run.root().resolve(before.data().getLast().assignments()));
    }
}
