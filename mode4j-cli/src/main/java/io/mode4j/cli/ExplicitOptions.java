package io.mode4j.cli;

import io.mode4j.artifact.Places;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine;

/** The options that a command was given by flags or a configuration file, as {@code run.json} records them. */
final class ExplicitOptions {
    /** They say where, how and whether, not what; or on what the models are measured this once. */
    private static final Set<String> NOT_RECORDED = Set.of("run", "config", "redo", "until", "unset", "progress", "workers", "only", "job",
            "references", "help", "out", "shard-size",
            "by-expert", "classes", "share", "name",
            "datasets",
            "generation", "clipeval", "classnames", "templates", "language", "voting-experts", "processes", "timeout", "parallel",
            "devices",
            "max-restarts", "engine", "master", "spark-conf", "scheduler", "dry-run", "partition", "account", "qos", "time", "nodes",
            "ntasks-per-node", "cpus-per-task",
            "gpus-per-node", "mem", "sbatch-option", "image", "claim");

    private ExplicitOptions() {}

    static SortedMap<String, String> of(ParseResult parsed, Map<String, String> configured) {
        SortedMap<String, String> options = new TreeMap<>(configured);
        for (OptionSpec option : parsed.matchedOptions()) {
            options.put(OptionNames.key(option), String.join(OptionDefaults.SEPARATOR, option.stringValues()));
        }
        options.keySet().removeAll(NOT_RECORDED);
        OptionNames names = OptionNames.of(root(parsed.commandSpec().commandLine()));
        options.replaceAll((name, value) -> names.isPath(name) || isPlace(name, value) ? absolute(value) : value);
        return options;
    }

    private static CommandLine root(CommandLine line) {
        return line.getParent() == null ? line : root(line.getParent());
    }

    /** The model is a name, or a file; the encoder a name, or a file or folder. */
    private static boolean isPlace(String name, String value) {
        return (name.equals("model") && Files.isRegularFile(Places.known(value)))
                || (name.equals("encoder") && Files.exists(Places.known(value)));
    }

    /** A later command may run in another folder. */
    private static String absolute(String paths) {
        return paths.lines()
                .map(path -> Places.known(path).toAbsolutePath().toString())
                .collect(Collectors.joining(OptionDefaults.SEPARATOR));
    }
}
