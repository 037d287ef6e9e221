package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.checkpoint.WeightAverage;
import io.mode4j.ensemble.ExpertWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Averages the weights of experts into one model. */
@Command(name = "merge", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Average the weights of a run's experts into one model folder: a start for fine-tuning, or a model like any other.",
    "Every expert counts the same, unless weights are given or taken from a task."})
final class MergeCommand implements Callable<Integer>, Standalone {
    private static final String DEFAULT_RULE = "nearest";

    @Spec
    private CommandSpec command;

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run directory.")
    private Path run;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where model.safetensors and open_clip_config.json go.")
    private Path out;

    @ArgGroup
    private @Nullable Weights weights;

    @Option(names = "--rule", paramLabel = "RULE", description = "With --task: which rule's weights. Default: nearest")
    private @Nullable String rule;

    @Option(names = "--experts", paramLabel = "NAMES", split = ",", description = "These experts alone, by their names or numbers, separated by commas. Default: all")
    private List<String> experts = List.of();

    /** Either one. */
    static final class Weights {
        @Option(names = "--weights", paramLabel = "W", split = ",", description = "A weight for each expert, in the order of their names, or of --experts, separated by commas; taken in proportion.")
        private @Nullable List<Double> given;

        @Option(names = "--task", paramLabel = "NAME", description = "The weights that the run's evaluation gave the experts for this task.")
        private @Nullable String task;
    }

    @Override
    public Integer call() throws IOException {
        RunDirectory directory = RunDirectoryCommand.existing(run);
        ExpertWeights chosen = chosen(directory);
        Map<String, Path> folders = directory.trainedExperts();
        SequencedMap<Path, Double> models = new LinkedHashMap<>();
        double sum = chosen.byName().values().stream().mapToDouble(weight -> weight).sum();
        chosen.byName().forEach((name, weight) -> {
            models.put(folders.getOrDefault(name, directory.experts().resolve(name)), weight);
            System.out.printf(Locale.ROOT, "%s\t%.4f%n", name, weight / sum);
        });
        WeightAverage.write(new FileLayer(), models, out);
        System.out.println("The model is in " + out.toAbsolutePath());
        return 0;
    }

    private ExpertWeights chosen(RunDirectory directory) throws IOException {
        String task = weights == null ? null : weights.task;
        if (rule != null && task == null) {
            throw new ParameterException(command.commandLine(), "--rule needs --task: without one, experts are not weighed by a rule");
        }
        if (task != null) {
            return ExpertWeights.ofTask(directory, experts, task, rule == null ? DEFAULT_RULE : rule);
        }
        List<Double> given = weights == null ? null : weights.given;
        if (given == null) {
            return ExpertWeights.uniform(directory, experts);
        }
        try {
            return ExpertWeights.of(directory, experts, given);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), OptionNames.asFlags(String.valueOf(e.getMessage())), e);
        }
    }
}
