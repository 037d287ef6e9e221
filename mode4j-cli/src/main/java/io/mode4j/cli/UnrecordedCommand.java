package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command on a run that was made before. It records no options: what is given beside those of the run counts for this command alone. */
abstract class UnrecordedCommand implements Callable<Integer> {
    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run directory.")
    private Path run;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "The seed of every random choice. Default: the run's")
    private long seed;

    @Mixin
    private EngineFlags engine;

    @Mixin
    private CacheFlags cache;

    @Mixin
    private ProgressOption progress;

    @Spec
    private CommandSpec spec;

    /**
     * Does what the command is for.
     *
     * @param directory is there
     * @return the exit code
     */
    abstract int call(RunDirectory directory) throws IOException;

    @Override
    public final Integer call() throws IOException {
        RunDirectory directory = RunDirectoryCommand.existing(run);
        cache.use();
        return call(directory);
    }

    /** The pipeline of the run; the caller closes it. */
    Pipeline open(RunDirectory directory) {
        return new Pipeline(directory.root(), computing(), new FileLayer(), progress.progress());
    }

    /** Where models compute. */
    TorchOptions computing() {
        return engine.options();
    }

    /** The seed of every random choice. */
    long seed() {
        return seed;
    }

    /** Whether an option was given to this command. */
    boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** What options say together, as {@link OptionNames#checked}. */
    <T> T checked(Supplier<T> options) {
        return OptionNames.checked(spec, options);
    }

    /** Wrong usage. */
    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
