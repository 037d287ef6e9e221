package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.pipeline.UnsuitedOptionException;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that works on a run directory: checks its options, records them there, then does its part of the pipeline. */
abstract class RunDirectoryCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @Mixin
    private EngineFlags engine;

    @Mixin
    private ProgressOption progress;

    @Spec
    private CommandSpec spec;

    /** The command's part of the pipeline, with options that have been checked: those that are refused are not recorded. */
    abstract Part part() throws IOException;

    /** What a command does with the pipeline. */
    @FunctionalInterface
    interface Part {
        void of(Pipeline pipeline) throws IOException;
    }

    /** Whether the command may make the run directory; the others go on in one. */
    boolean begins() {
        return false;
    }

    @Override
    public Integer call() throws IOException {
        Path run = required("--run", options.run);
        check(run);
        Part part = part();
        try (Pipeline pipeline = options.pipeline(run, engine.options(), progress.progress(), spec)) {
            part.of(pipeline);
        } catch (UnsuitedOptionException e) {
            RunFile.forget(new FileLayer(), run, e.key());
            throw e;
        }
        return 0;
    }

    private void check(Path run) throws BadInputException {
        if (Files.exists(run) && !Files.isDirectory(run)) {
            throw new BadInputException(run + ": expected a run directory, found a file");
        }
        if (!begins()) {
            RunDirectory _ = RunDirectory.existing(run);
        }
    }

    /** Says where the report is, the last line of standard output. */
    static void announce(Path report) {
        System.out.println("The report is at " + report.toAbsolutePath());
    }

    /** The value of an option that this way of calling needs; wrong usage when it is missing. */
    Path required(String option, @Nullable Path value) {
        if (value == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '" + option + "'");
        }
        return value;
    }

    /** The run directory. */
    RunDirectory run() {
        return new RunDirectory(required("--run", options.run));
    }

    /** The seed of every random choice. */
    long seed() {
        return options.seed;
    }

    /** Where long work reports to. */
    Progress progress() {
        return progress.progress();
    }

    /** Threads to use. */
    int threads() {
        return engine.options().threads();
    }
}
