package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageName;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.pipeline.UnsuitedOptionException;
import io.mode4j.progress.Progress;
import io.mode4j.torch.NoSuchDeviceException;
import io.mode4j.torch.TorchOptions;
import io.mode4j.torch.ranks.TorchRanks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that works on a run directory: checks its options, records them there, then does its part of the pipeline. What is refused is not recorded. */
abstract class RunDirectoryCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @Mixin
    private EngineFlags engine;

    @Mixin
    private CacheFlags cache;

    @Mixin
    private ProgressOption progress;

    @Spec
    private CommandSpec spec;

    /** The stages that the command makes, if they are not done yet. */
    abstract Set<StageName> stages();

    /** The command's part of the pipeline, with options that have been checked. */
    abstract Part part() throws IOException;

    /** What a command does with the pipeline. */
    @FunctionalInterface
    interface Part {
        void of(Pipeline pipeline) throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        return call(TorchRanks.alone(), computing());
    }

    /** As one of several processes that were given the same command; the first one records it. */
    final int call(TorchRanks ranks, TorchOptions computing) throws IOException {
        RunDirectory run = run();
        check(run);
        cache.use();
        Part part = part();
        if (!ranks.isFirst()) {
            try (Pipeline pipeline = new Pipeline(run.root(), computing, ranks, new FileLayer(), Progress.silent())) {
                part.of(pipeline);
            }
            return 0;
        }
        RecordedOptions recorded = RecordedOptions.of(run, spec, Set.copyOf(options.unset));
        try (Pipeline pipeline = new Pipeline(run.root(), computing, ranks, new FileLayer(), progress.progress())) {
            recorded.write();
            if (options.redo != null) {
                pipeline.redo(options.redo);
            }
            part.of(pipeline);
        } catch (UnsuitedOptionException e) {
            takeBack(recorded, Set.of(e.option()), e);
            throw e;
        } catch (NoSuchDeviceException e) {
            takeBack(recorded, Set.of("device"), e);
            throw e;
        } catch (MismatchException e) {
            Optional<StageName> stage = run.stageOf(e.folder());
            takeBack(recorded, stage.map(this::optionsOf).orElse(Set.of()), e);
            throw new BadInputException(e.getMessage() + advice(stage), e);
        } catch (IOException | RuntimeException e) {
            takeBack(recorded, Set.of(), e);
            throw e;
        }
        return 0;
    }

    /** What was refused is the news, not that the disk is full besides. */
    private static void takeBack(RecordedOptions recorded, Set<String> options, Exception refused) {
        try {
            recorded.refused(options);
        } catch (IOException e) {
            refused.addSuppressed(e);
        }
    }

    /** The names of the options that decide what a stage makes. */
    private Set<String> optionsOf(StageName stage) {
        Set<String> names = new HashSet<>();
        collect(spec, stage, names);
        return names;
    }

    private static void collect(CommandSpec mixin, StageName stage, Set<String> names) {
        if (mixin.userObject() instanceof OfStages flags && flags.stages().contains(stage)) {
            mixin.options().forEach(option -> names.add(OptionNames.key(option)));
        }
        mixin.mixins().values().forEach(inner -> collect(inner, stage, names));
    }

    private static String advice(Optional<StageName> stage) {
        return stage.map(name -> ". Use --redo " + name + " to replace it and what was made from it, or another --run directory")
                .orElse("");
    }

    /** Refuses what {@link #call} would, before processes are started or meet. */
    final void checkRun() throws BadInputException {
        check(run());
    }

    /** Only commands that index make a run directory; the others go on in one. */
    private void check(RunDirectory run) throws BadInputException {
        if (Files.exists(run.root()) && !Files.isDirectory(run.root())) {
            throw new BadInputException(run.root() + ": expected a run directory, found a file");
        }
        if (!stages().contains(StageName.INDEX)) {
            RunDirectory _ = existing(run.root());
        }
        if (options.redo != null && !stages().contains(options.redo)) {
            throw new ParameterException(spec.commandLine(), "--redo " + options.redo + ": " + spec.name() + " does not make it; "
                    + (stages().isEmpty() ? "no stage is made by it" : "it makes " + stages().toString().replaceAll("[\\[\\]]", "")));
        }
    }

    /**
     * A run directory that was made before.
     *
     * @throws BadInputException if it is not there
     */
    static RunDirectory existing(Path run) throws BadInputException {
        if (!Files.isDirectory(run)) {
            throw new BadInputException(
                    run + ": expected a run directory, found none. A run makes it: mode4j run --run " + run + " --shards …");
        }
        return new RunDirectory(run);
    }

    /**
     * Checks what options say together.
     *
     * @throws ParameterException if they contradict each other
     */
    void requireConsistent(Runnable check) {
        Runnable _ = OptionNames.checked(spec, () -> {
            check.run();
            return check;
        });
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

    /** The stage that is to be made again, with what depends on it. */
    Optional<StageName> redo() {
        return Optional.ofNullable(options.redo);
    }

    /** The seed of every random choice. */
    long seed() {
        return options.seed;
    }

    /** How long work shows where it is. */
    ProgressOption progressOption() {
        return progress;
    }

    /** Where long work reports to. */
    Progress progress() {
        return progress.progress();
    }

    /** From now on this process keeps what it unpacks where the options say. */
    void useCache() {
        cache.use();
    }

    /** Where models compute. */
    TorchOptions computing() {
        return OwnProcess.device().map(engine.options()::withDevice).orElse(engine.options());
    }

    /** Refuses a run directory where something else stands in its place. */
    void forbidRun(String instead) {
        if (options.run != null) {
            throw new ParameterException(spec.commandLine(), "expected --run or %s, found both".formatted(instead));
        }
    }

    /** Threads to use. */
    int threads() {
        return engine.options().threads();
    }
}
