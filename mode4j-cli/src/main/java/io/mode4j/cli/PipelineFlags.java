package io.mode4j.cli;

import io.mode4j.cluster.ClusterOptions;
import io.mode4j.shard.IndexOptions;
import java.io.IOException;
import java.util.function.Function;
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
    Function<HeldOut, PipelineOptions> options(IndexFlags index, long seed) throws IOException {
        IndexOptions indexing = index.options();
        EmbedOptions embedding = embed.options(seed);
        ClusterOptions clustering = cluster.options(seed);
        TrainingOptions training = train.options(seed);
        return data -> new PipelineOptions(data.training(), indexing, embedding, clustering, training, data.tasks());
    }
}
