package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.pipeline.DistillOptions;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.ranks.RankPlace;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One model that learns from a run's experts. Records no options: what is given beside those of the run counts for this student alone. */
@Command(name = "distill", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Train one model that learns from a run's experts together, each text weighing its teachers by itself, and from the pairs.",
    "What the experts say of the pairs is computed once, into DIR/teachers. The options of training are those of the run unless others are given."})
final class DistillCommand implements Callable<Integer> {
    private static final String MODEL = "--model";

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run directory.")
    private Path run;

    @Option(names = "--student", paramLabel = "NAME|DIR", required = true, description = "What the student begins as: fresh, new weights of the run's --model or another; expert-mean, the mean of the experts' weights; seed, dense, expert-0 …, a model of the run; or a model folder.")
    private String student;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where the student goes, a model folder like any other.")
    private Path out;

    @Mixin
    private DistillFlags distill;

    @Mixin
    private GenerationFlag generation;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "The seed of every random choice. Default: the run's")
    private long seed;

    @Mixin
    private ProgressOption progress;

    @Mixin
    private CacheFlags cache;

    @Mixin
    private EngineFlags engine;

    @Mixin
    private EmbedFlags embed;

    @Mixin
    private TrainFlags train;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (RankPlace.in(System.getenv()).isPresent()) {
            throw new ParameterException(spec.commandLine(),
                    "a student is trained by one process: expected no torchrun or srun of several");
        }
        RunDirectory directory = RunDirectoryCommand.existing(run);
        cache.use();
        DistillOptions asked = distill.options().withStudent(student).withGeneration(generation.number());
        TrainOptions options = options();
        try (Pipeline pipeline = new Pipeline(directory.root(), engine.options(), new FileLayer(), progress.progress())) {
            pipeline.distill(out, asked, options, embed.options(seed).caption());
        } catch (MismatchException e) {
            throw new BadInputException(e.getMessage() + ". Remove that folder, or give another --out", e);
        }
        System.out.println("The model is in " + out.toAbsolutePath());
        System.out.println("Next: mode4j evaluate --model " + out + " --datasets …");
        return 0;
    }

    /** An architecture that is given here is that of a fresh student, whatever the run's seed began as. */
    private TrainOptions options() throws IOException {
        if (!spec.commandLine().getParseResult().hasMatchedOption(MODEL)) {
            return train.options(seed);
        }
        if (!student.equals(DistillOptions.FRESH)) {
            throw new ParameterException(spec.commandLine(), MODEL + ": a student that begins as " + student
                    + " has that one's architecture; expected it with --student fresh alone");
        }
        return train.ofNamedModel(seed);
    }
}
