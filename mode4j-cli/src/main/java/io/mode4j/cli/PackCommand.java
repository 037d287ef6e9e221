package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The pairs of a run in shards of their own, by who needs them. */
@Command(name = "pack", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Write each expert's pairs into a run directory of its own, DIR/expert-0, DIR/expert-1 …: shards, index, assignments, clusters, and the seed model if it is trained.",
    "There `train --only expert-0` needs nothing else, and makes the same bytes. Needs the run up to its assign stage."})
final class PackCommand extends RunDirectoryCommand {
    @Mixin
    private TrainFlags train;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the run directories of the experts go.")
    private @Nullable Path out;

    @Option(names = "--by-expert", description = "A share for each expert: the pairs of its cluster, and those of others (--ooc-ratio) that it is trained on.")
    private boolean byExpert;

    @Spec
    private CommandSpec spec;

    @Override
    Set<StageName> stages() {
        return Set.of();
    }

    @Override
    Part part() throws IOException {
        TrainOptions options = train.options(seed());
        requireConsistent(options::check);
        Path target = required("--out", out);
        if (!byExpert) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--by-expert', the one way to pack there is");
        }
        return pipeline -> pipeline.packByExpert(target, options)
                .forEach(run -> System.out.println("Next: mode4j train --run " + run + " --only " + run.getFileName()));
    }
}
