package io.mode4j.cli;

import io.mode4j.pipeline.EmbedOptions;
import io.mode4j.pipeline.Embedding;
import io.mode4j.pipeline.PipelineOptions;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;

/** The options of every stage. */
final class PipelineFlags {
    @Mixin
    private EmbedFlags embed;

    @Mixin
    private ClusterFlags cluster;

    @Mixin
    private TrainFlags train;

    /** The options that decide what stages cost, by their names, as they were given or by default. */
    Map<String, String> deciding() {
        EmbedOptions embedded = embed.options();
        return new TreeMap<>(Map.of("embedding", Value.of(Embedding.class).print().apply(embedded.embedding()), "encoder",
                embedded.encoder().toString(), "model",
                train.architecture()));
    }

    /** What the flags ask for, whatever the data will be. */
    PipelineOptions options(IndexFlags index, long seed, int threads) throws IOException {
        return new PipelineOptions(index.options(seed, threads), embed.options(seed), cluster.options(seed, threads), train.options(seed));
    }
}
