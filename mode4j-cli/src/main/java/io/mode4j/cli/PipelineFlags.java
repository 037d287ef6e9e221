package io.mode4j.cli;

import io.mode4j.pipeline.PipelineOptions;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** The options of every stage. */
final class PipelineFlags {
    @Mixin
    private EmbedFlags embed;

    @Mixin
    private ClusterFlags cluster;

    @Mixin
    private TrainFlags train;

    /** What the flags ask for, whatever the data will be. */
    PipelineOptions options(IndexFlags index, long seed, int threads) throws IOException {
        return new PipelineOptions(index.options(seed, threads), embed.options(seed), cluster.options(seed, threads), train.options(seed));
    }
}
