package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.StageName;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.progress.Progress;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that every command on a run directory has. */
final class RunOptions {
    @Option(names = "--run", paramLabel = "DIR", description = "The run directory: everything the run makes is in it. Default of quickstart: runs/quickstart, or runs/smoke")
    @Nullable
    Path run;

    @Option(names = "--config", paramLabel = "FILE", description = "A YAML file that may hold any option by its long name; a flag wins over the file.")
    @Nullable
    Path config;

    @Option(names = "--preset", paramLabel = "NAME", description = "Values for all options: standard, paper, quickstart or smoke. Default: standard; of the quickstart command: quickstart")
    @Nullable
    String preset;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "The seed of every random choice. Default: ${DEFAULT-VALUE}")
    long seed;

    @Option(names = "--redo", paramLabel = "STAGE", description = "Discard what this stage and those that depend on it made, then go on. One of: ${COMPLETION-CANDIDATES}")
    @Nullable
    StageName redo;

    /** Opens the pipeline on the run directory, with the options recorded there and {@code --redo} carried out. */
    Pipeline pipeline(Path run, TorchOptions engine, Progress progress, CommandSpec command) throws IOException {
        FileLayer files = new FileLayer();
        RunFile.record(files, run, explicit(command));
        Pipeline pipeline = new Pipeline(run, engine, files, progress);
        if (redo != null) {
            pipeline.discard(redo);
        }
        return pipeline;
    }

    private static SortedMap<String, String> explicit(CommandSpec command) {
        OptionDefaults defaults = (OptionDefaults) command.commandLine().getDefaultValueProvider();
        return ExplicitOptions.of(command.commandLine().getParseResult(), defaults.configured());
    }
}
