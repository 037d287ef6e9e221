package io.mode4j.cli;

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

    /** What the flags ask for. */
    PipelineOptions options(HeldOut data, IndexFlags index, long seed) throws IOException {
        return new PipelineOptions(data.training(), index.options(), embed.options(seed), cluster.options(seed), train.options(seed),
                data.tasks());
    }
}
