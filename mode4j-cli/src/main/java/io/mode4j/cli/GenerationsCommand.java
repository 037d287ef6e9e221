package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Generation;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The states of a run that has grown. */
@Command(name = "generations", mixinStandardHelpOptions = true, sortOptions = false, description = "List the generations of a run that has grown, choose the one that counts, or remove those that do not.")
final class GenerationsCommand implements Callable<Integer> {
    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run directory.")
    private Path run;

    @ArgGroup
    private @Nullable What what;

    /** At most one of them. */
    static final class What {
        @Option(names = "--choose", paramLabel = "N", required = true, description = "Make this the current one; 0 is the run as it was trained.")
        private @Nullable Integer choose;

        @Option(names = "--roll-back", required = true, description = "Make that the current one from which the current one was made.")
        private boolean rollBack;

        @Option(names = "--prune", required = true, description = "Remove those from which the current one was not made, and what came with them.")
        private boolean prune;
    }

    @Override
    public Integer call() throws IOException {
        RunDirectory directory = RunDirectoryCommand.existing(run);
        Generations generations = new Generations(directory);
        FileLayer files = new FileLayer();
        if (what != null) {
            try (StageLock _ = StageLock.take(files, directory.arrivals())) {
                change(what, generations, files);
            }
        }
        int current = generations.current().number();
        for (int number : generations.numbers()) {
            Generation generation = generations.read(number);
            System.out.printf("%s %3d  from %-3d %-22s %s: %s%n", number == current ? "*" : " ", number, generation.before(),
                    generation.made(),
                    generation.change(), String.join(", ", generation.experts().keySet()));
        }
        return 0;
    }

    private static void change(What what, Generations generations, FileLayer files) throws IOException {
        if (what.choose != null) {
            generations.choose(files, what.choose);
        } else if (what.rollBack) {
            Generation current = generations.current();
            if (current.number() == 0) {
                throw new BadInputException("--roll-back: the current generation is 0, the run as it was trained; there is none before");
            }
            generations.choose(files, current.before());
        } else if (what.prune) {
            generations.prune(files).forEach(number -> System.out.println("removed generation " + number));
        }
    }
}
