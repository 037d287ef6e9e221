package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that every command on a run directory has. */
final class RunOptions {
    @Option(names = "--run", paramLabel = "DIR", description = "The run directory: everything the run makes is in it. A path, or a URL such as s3://bucket/run (docs/stores.md). Default of quickstart: runs/quickstart, or runs/smoke")
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

    @Option(names = "--redo", paramLabel = "STAGE", converter = StageConverter.class, description = "Discard what this stage and those that depend on it made, then go on. One of: ${COMPLETION-CANDIDATES}")
    @Nullable
    StageName redo;

    @Option(names = "--unset", paramLabel = "NAME", split = OptionDefaults.SEPARATOR, description = "Forget what an earlier command recorded for this option, so that its default counts again. May be given several times.")
    List<String> unset = List.of();

    /** Stages by the names that the program itself uses. */
    static final class StageConverter implements ITypeConverter<StageName> {
        @Override
        public StageName convert(String text) {
            try {
                return Value.of(StageName.class).parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage() + ", found '" + text + "'");
            }
        }
    }
}
