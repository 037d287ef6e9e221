package io.mode4j.cli;

import io.mode4j.cluster.ClusterOptions;
import io.mode4j.pipeline.EmbedOptions;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.pipeline.TrainingOptions;
import io.mode4j.shard.IndexOptions;
import io.mode4j.shard.ShardSet;
import io.mode4j.task.Task;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;

/** The options of every stage. */
final class PipelineFlags {
    @Mixin
    private EmbedFlags embed;

    @Mixin
    private ClusterFlags cluster;

    @Mixin
    private TrainFlags train;

    /** What the flags ask for, checked, whatever the data will be. */
    BiFunction<ShardSet, List<Task>, PipelineOptions> options(IndexFlags index, long seed) throws IOException {
        IndexOptions indexing = index.options(seed);
        EmbedOptions embedding = embed.options(seed);
        ClusterOptions clustering = cluster.options(seed);
        TrainingOptions training = train.options(seed);
        return (shards, tasks) -> new PipelineOptions(shards, indexing, embedding, clustering, training, tasks);
    }
}
