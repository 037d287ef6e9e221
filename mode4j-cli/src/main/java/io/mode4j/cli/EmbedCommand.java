package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.pipeline.EmbedOptions;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Embed one caption of every pair. */
@Command(name = "embed", description = "Embed every pair: one of its captions, and on request its picture.", mixinStandardHelpOptions = true, sortOptions = false)
final class EmbedCommand extends RunDirectoryCommand {
    @Mixin
    private EmbedFlags embed;

    @Mixin
    private RunnerFlags runner;

    @Override
    Set<StageName> stages() {
        return Set.of(StageName.EMBED);
    }

    @Override
    Part part() {
        EmbedOptions options = embed.options(seed());
        requireConsistent(options::check);
        return runner.around(pipeline -> pipeline.embed(options));
    }
}
