package io.mode4j.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that a command was given by flags or a configuration file, as {@code run.json} records them. */
final class ExplicitOptions {
    /** They say where, how and whether, not what. */
    private static final Set<String> NOT_RECORDED = Set.of("run", "config", "redo", "progress", "workers", "only", "help");

    /** A later command may run in another folder. */
    private static final Set<String> PATHS = Set.of("shards", "tasks", "embedding-model");

    private ExplicitOptions() {}

    static SortedMap<String, String> of(ParseResult parsed, Map<String, String> configured) {
        SortedMap<String, String> options = new TreeMap<>(configured);
        for (OptionSpec option : parsed.matchedOptions()) {
            options.put(OptionNames.key(option), String.join(OptionDefaults.SEPARATOR, option.stringValues()));
        }
        options.keySet().removeAll(NOT_RECORDED);
        options.replaceAll((name, value) -> PATHS.contains(name) ? absolute(value) : value);
        return options;
    }

    private static String absolute(String paths) {
        return paths.lines().map(path -> Path.of(path).toAbsolutePath().toString()).collect(Collectors.joining(OptionDefaults.SEPARATOR));
    }
}
