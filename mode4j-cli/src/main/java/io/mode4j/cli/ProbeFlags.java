package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.probe.ProbeOptions;
import io.mode4j.probe.ProbeStage.Begin;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of linear probes. */
final class ProbeFlags implements OfStages {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What is asked of models. */
    enum Asked {
        ZEROSHOT,
        LINEAR_PROBE
    }

    @Option(names = "--task", paramLabel = "WHAT", defaultValue = "zeroshot", description = "zeroshot; or linear_probe: a linear classifier on the features of each model, and on those of a run's experts side by side, learnt from the split train of each data set. Default: ${DEFAULT-VALUE}")
    private Asked task;

    @Option(names = "--probe", paramLabel = "SOLVER", defaultValue = "adamw", description = "What trains a linear probe: adamw, as CLIP_benchmark has it, or lbfgs, logistic regression as CLIP's paper has it. Default: ${DEFAULT-VALUE}")
    private ProbeOptions.Solver solver;

    @Option(names = "--probe-init", paramLabel = "HOW", defaultValue = "scratch", description = "Where a linear probe begins: scratch, or zeroshot, the zero-shot classifier. Default: ${DEFAULT-VALUE}")
    private Begin begin;

    @Option(names = "--shots", paramLabel = "K", defaultValue = "0", description = "Pictures of each class that a linear probe learns from; 0: all. Default: ${DEFAULT-VALUE}")
    private int shots;

    /** Whether linear probes are asked for. */
    boolean asked() {
        return task == Asked.LINEAR_PROBE;
    }

    /** How they are trained. */
    ProbeOptions options(long seed, int threads) {
        if (shots < 0) {
            throw new ParameterException(command.commandLine(), "--shots: expected a number of at least 0, found " + shots);
        }
        return ProbeOptions.defaults().withSolver(solver).withShots(shots).withSeed(seed).withThreads(threads);
    }

    /** Where they begin. */
    Begin begin() {
        return begin;
    }

    @Override
    public Set<StageName> stages() {
        return Set.of();
    }
}
