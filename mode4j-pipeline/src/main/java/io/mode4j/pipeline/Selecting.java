package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.ensemble.TaskClusters;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.train.SampleChoice.FineClusters;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Experts of a run for one task each (section 4, selection by prior knowledge); {@link Pipeline#selecting} gives it. Not thread-safe. */
public final class Selecting {
    private final RunDirectory run;
    private final Engines engines;
    private final Training training;

    Selecting(RunModels models, Training training) {
        this.run = models.run();
        this.engines = models.engines();
        this.training = training;
    }

    /**
     * The fine clusters that a task's class names are nearest to, as few as have a share of the pairs.
     *
     * @param classes at least one class name
     * @param share of all pairs, above 0 and at most 1
     * @throws BadInputException if the pairs are not assigned yet, or pictures alone were clustered
     */
    public TaskClusters select(List<String> classes, double share) throws IOException {
        long[] sizes = Assignments.open(run.assignments()).fineSizes();
        Clusters clusters = Clusters.read(run.clusters()).forTexts(run.saysEncoder());
        return TaskClusters.of(classes, engines.sentences(run).encode(classes), clusters, sizes, share);
    }

    /**
     * Trains one expert for a task alone, on the pairs of these fine clusters, from the seed on, as long as the experts are trained.
     *
     * @param name of the model, and of its folder in {@link RunDirectory#selected}
     * @return this folder
     * @throws BadInputException if the seed is not trained yet, or the name is another model's
     */
    public Path train(String name, TaskClusters clusters, TrainOptions options, CaptionChoice caption) throws IOException {
        Path folder = run.selected().resolve(name);
        training.selected(folder, new FineClusters(clusters.numbers()), options, caption);
        return folder;
    }
}
