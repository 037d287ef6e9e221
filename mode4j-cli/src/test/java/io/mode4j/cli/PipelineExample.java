package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipConfig;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeClassifier;
import io.mode4j.pipeline.Engines;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.task.TaskFile;
import io.mode4j.torch.TorchOptions;
import io.mode4j.train.Span;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The examples of docs/api.md; a test runs them, and compares the text. */
final class PipelineExample {
    private PipelineExample() {}

    // docs/api.md from here
    static Path trainTwoExperts(Path shards, Path tasks, Path run) throws IOException {
        ClipConfig model = ClipConfig.of(32, new ClipConfig.Vision(64, 16, 64, 2, 32, 4), new ClipConfig.Text(16, 49_408, 64, 2, 2), true);
        TrainOptions training = TrainOptions.defaults()
                .withModel(model)
                .withBatchSize(32)
                .withSeedSpan(Span.parse("40 steps"))
                .withExpertSpan(Span.parse("10 steps"))
                .withWarmup(Span.parse("5 steps"));
        PipelineOptions options = PipelineOptions.defaults()
                .withIndex(IndexOptions.defaults().withHoldout(Holdout.NONE))
                .withCluster(ClusterOptions.defaults().withCoarse(2))
                .withTrain(training);
        try (Pipeline pipeline = new Pipeline(run, TorchOptions.defaults(), new FileLayer(), Progress.silent())) {
            return pipeline.run(ShardSet.of(List.of(shards.toString())), TaskFile.read(tasks), options);
        }
    }
    // to here

    // docs/api.md from here
    static double[][] ask(Path run, Path picture) throws IOException {
        try (Mode mode = Engines.loadMode(run)) {
            ModeClassifier classifier = mode.classifier(List.of("cat", "dog"), List.of("a photo of a {}"));
            return classifier.classify(List.of(Files.readAllBytes(picture)));
        }
    }
    // to here
}
