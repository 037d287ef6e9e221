package io.mode4j.cli;

import io.mode4j.pipeline.EmbedOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Embed one caption of every pair. */
@Command(name = "embed", description = "Embed every pair: one of its captions, and on request its picture.", mixinStandardHelpOptions = true, sortOptions = false)
final class EmbedCommand extends RunDirectoryCommand {
    @Mixin
    private EmbedFlags embed;

    @Override
    Part part() {
        EmbedOptions options = embed.options(seed());
        return pipeline -> pipeline.embed(options);
    }
}
