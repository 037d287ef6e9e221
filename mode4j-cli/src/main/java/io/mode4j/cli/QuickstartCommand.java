package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.StageName;
import io.mode4j.icons.IconsData;
import io.mode4j.icons.IconsOptions;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.pipeline.StageClock;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.task.TaskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
    Set<StageName> stages() {
        return EnumSet.allOf(StageName.class);
    }

    @Override
    Part part() throws IOException {
        IconsOptions drawing = icons == Icons.SMOKE ? IconsOptions.smoke(seed()) : IconsOptions.standard(seed());
        PipelineOptions options = stages.options(index, seed(), threads());
        requireConsistent(options::check);
        return pipeline -> {
            Path data = run().data();
            FileLayer files = new FileLayer();
            new StageClock(files, run().stageLog()).time("data", () -> new IconsData(files, progress(), drawing).write(data));
            ShardSet shards = ShardSet.of(List.of(data.resolve("train").toString()));
            announce(pipeline.run(shards, TaskFile.read(data.resolve("tasks.yaml")), options));
        };
    }
}
