package io.mode4j.cli;

import io.mode4j.icons.IconsOptions;
import io.mode4j.shard.ShardSet;
import io.mode4j.task.TaskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole pipeline on the bundled default data. */
@Command(name = "quickstart", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Draw the bundled icon sets, run every stage on them, and say where the report is.", "--preset smoke does it in miniature."})
final class QuickstartCommand extends RunDirectoryCommand {
    @Option(names = "--icons", paramLabel = "HOW-MANY", defaultValue = "STANDARD", description = "standard: all colour sets; smoke: a few thousand icons. Default: standard")
    private Icons icons;

    @Mixin
    private IndexFlags index;

    @Mixin
    private PipelineFlags stages;

    /** How many icons. */
    enum Icons {
        STANDARD,
        SMOKE
    }

    @Override
    void call(Pipeline pipeline) throws IOException {
        Path data = pipeline.icons(icons == Icons.SMOKE ? IconsOptions.smoke(seed()) : IconsOptions.standard(seed()));
        HeldOut split = new HeldOut(ShardSet.of(List.of(data.resolve("train").toString())), TaskFile.read(data.resolve("tasks.yaml")));
        announce(pipeline.run(stages.options(split, index, seed())));
    }
}
