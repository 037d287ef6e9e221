package io.mode4j.cli;

import java.time.Duration;
import java.util.List;
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

    int processes() {
        return atLeast(1, processes, "--processes");
    }

    Duration timeout() {
        return Duration.ofSeconds(atLeast(1, timeout, "--timeout"));
    }

    /** The arguments of a process that trains one of several models, so that it is trained by as many. */
    List<String> arguments(JobFlags jobs) {
        if (processes() == 1) {
            return List.of();
        }
        jobs.forbidDevices("--processes");
        return List.of("--processes", Integer.toString(processes), "--timeout", Integer.toString(timeout), "--max-restarts",
                Integer.toString(jobs.maxRestarts()));
    }

    private int atLeast(int least, int value, String flag) {
        if (value < least) {
            throw new ParameterException(spec.commandLine(), "%s %d: expected at least %d".formatted(flag, value, least));
        }
        return value;
    }
}
