package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.pipeline.DistillOptions;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.ranks.RankPlace;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One model that learns from a run's experts. */
@Command(name = "distill", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Train one model that learns from a run's experts together, each text weighing its teachers by itself, and from the pairs.",
    "What the experts say of the pairs is computed once, into DIR/teachers. The options of training are those of the run unless others are given."})
final class DistillCommand extends UnrecordedCommand {
    private static final String MODEL = "--model";

    @Option(names = "--student", paramLabel = "NAME|DIR", required = true, description = "What the student begins as: fresh, new weights of the run's --model or another; expert-mean, the mean of the experts' weights; seed, dense, expert-0 …, a model of the run; or a model folder.")
    private String student;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where the student goes, a model folder like any other.")
    private Path out;

    @Mixin
    private DistillFlags distill;

    @Mixin
    private GenerationFlag generation;

    @Mixin
    private EmbedFlags embed;

    @Mixin
    private TrainFlags train;

    @Override
    int call(RunDirectory directory) throws IOException {
        if (RankPlace.in(System.getenv()).isPresent()) {
            throw wrong("a student is trained by one process: expected no torchrun or srun of several");
        }
        DistillOptions asked = distill.options().withStudent(student);
        TrainOptions options = options();
        try (Pipeline pipeline = open(directory)) {
            pipeline.distilling(generation.number()).train(out, asked, options, embed.options(seed()).caption());
        } catch (MismatchException e) {
            throw new BadInputException(e.getMessage() + ". Remove that folder, or give another --out", e);
        }
        System.out.println("The model is in " + out.toAbsolutePath());
        System.out.println("Next: mode4j evaluate --model " + out + " --datasets …");
        return 0;
    }

    /** An architecture that is given here is that of a fresh student, whatever the run's seed began as. */
    private TrainOptions options() throws IOException {
        if (!isGiven(MODEL)) {
            return train.options(seed());
        }
        if (!student.equals(DistillOptions.FRESH)) {
            throw wrong(MODEL + ": a student that begins as " + student
                    + " has that one's architecture; expected it with --student fresh alone");
        }
        return train.ofNamedModel(seed());
    }
}
