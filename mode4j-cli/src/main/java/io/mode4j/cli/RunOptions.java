package io.mode4j.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command on a run directory has. */
final class RunOptions {
    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run directory: everything the run makes is in it.")
    Path run;

    @Option(names = "--config", paramLabel = "FILE", description = "A YAML file that may hold any option by its long name; a flag wins over the file.")
    @Nullable
    Path config;

    @Option(names = "--preset", paramLabel = "NAME", description = "Values for all options: standard, quickstart or smoke. Default: standard; of the quickstart command: quickstart.")
    @Nullable
    String preset;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "The seed of every random choice. Default: ${DEFAULT-VALUE}")
    long seed;

    @Option(names = "--redo", paramLabel = "STAGE", description = "Discard what this stage and those after it made, then go on. One of: ${COMPLETION-CANDIDATES}")
    @Nullable
    StageName redo;
}
