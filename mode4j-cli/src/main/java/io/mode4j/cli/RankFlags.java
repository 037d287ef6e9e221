package io.mode4j.cli;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of training by several processes. */
final class RankFlags {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--processes", paramLabel = "N", defaultValue = "1", description = "Train every model by N processes of this machine, which share its cores, or take a GPU each. Under torchrun or srun the command is one of several processes by itself, and this option does not count. Default: ${DEFAULT-VALUE}")
    private int processes;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "30", description = "Without a sign of life for so long a process of several is lost, and the others stop. Default: ${DEFAULT-VALUE}")
    private int timeout;

    @Option(names = "--max-restarts", paramLabel = "N", defaultValue = "3", description = "How often --processes starts all of them again, from the newest checkpoint, when one was killed or hangs. Default: ${DEFAULT-VALUE}")
    private int maxRestarts;

    int processes() {
        return atLeast(1, processes, "--processes");
    }

    Duration timeout() {
        return Duration.ofSeconds(atLeast(1, timeout, "--timeout"));
    }

    int maxRestarts() {
        return atLeast(0, maxRestarts, "--max-restarts");
    }

    private int atLeast(int least, int value, String flag) {
        if (value < least) {
            throw new ParameterException(spec.commandLine(), "%s %d: expected at least %d".formatted(flag, value, least));
        }
        return value;
    }
}
