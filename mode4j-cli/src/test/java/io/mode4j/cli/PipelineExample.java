package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.image.Augmentation;
import io.mode4j.pipeline.EmbedOptions;
import io.mode4j.pipeline.Pace;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.pipeline.TrainingOptions;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.IndexOptions;
import io.mode4j.shard.ShardSet;
import io.mode4j.task.TaskFile;
import io.mode4j.torch.TorchOptions;
import io.mode4j.train.CaptionUse;
import io.mode4j.train.Schedule;
import io.mode4j.train.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The example of docs/api.md; a test runs it, and compares the text. */
final class PipelineExample {
    private PipelineExample() {}

    // docs/api.md from here
    static Path trainTwoExperts(Path shards, Path tasks, Path run) throws IOException {
        long seed = 0;
        int cores = Runtime.getRuntime().availableProcessors();
        ClipConfig model = ClipConfig.of(32, new ClipConfig.Vision(64, 16, 64, 2, 32, 4), new ClipConfig.Text(16, 49_408, 64, 2, 2), true);
        Pace pace = new Pace(Span.parse("40 steps"), Span.parse("10 steps"), 32, Span.parse("5 steps"));
        TrainingOptions training = new TrainingOptions(model, pace, OptimizerConfig.of(1e-3, 0.1), Schedule.Decay.COSINE, 0.02,
                CaptionUse.CLUSTERED, Augmentation.none(), seed, 60, false);
        PipelineOptions options = new PipelineOptions(ShardSet.of(List.of(shards.toString())), new IndexOptions(0.1, cores),
                EmbedOptions.text(new CaptionChoice(CaptionChoice.Mode.FIRST, seed)), ClusterOptions.of(2, seed), training,
                TaskFile.read(tasks));
        try (Pipeline pipeline = new Pipeline(run, TorchOptions.defaults(), new FileLayer(), Progress.silent())) {
            return pipeline.run(options);
        }
    }
    // to here
}
