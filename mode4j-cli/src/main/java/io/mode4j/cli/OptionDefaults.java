package io.mode4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where an option's value comes from when no flag gives it: the file of {@code --config}, else what {@code run.json} of the run
 * directory recorded, else the preset, else the default in the option's declaration. Every source has the options' long names as keys.
 */
final class OptionDefaults implements IDefaultValueProvider {
    /** Separates the values of an option that may be given several times. */
    static final String SEPARATOR = "\n";

    private final List<Map<String, String>> sources;

    private OptionDefaults(List<Map<String, String>> sources) {
        this.sources = sources;
    }

    /** Reads the sources that the arguments name; throws what is wrong with them. */
    static OptionDefaults of(CommandLine line, String... arguments) throws IOException {
        OptionNames names = OptionNames.of(line);
        Optional<String> config = flag("--config", arguments);
        Optional<RunFile> run = flag("--run", arguments).map(Path::of).isPresent() ? RunFile.readIfPresent(Path.of(flag("--run", arguments).get())) : Optional.empty();
        Map<String, String> configured = config.isPresent() ? ConfigFile.read(Path.of(config.get()), names) : Map.of();
        Map<String, String> recorded = run.map(RunFile::options).orElse(new java.util.TreeMap<>());
        String preset = flag("--preset", arguments).or(() -> Optional.ofNullable(configured.get("preset"))).or(() -> Optional.ofNullable(recorded.get("preset"))).orElse(defaultPreset(arguments));
        return new OptionDefaults(List.of(configured, recorded, Preset.read(preset, names)));
    }

    private static String defaultPreset(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("quickstart") ? "quickstart" : "standard";
    }

    /** The value of a flag written as {@code --name VALUE} or {@code --name=VALUE}; needed before the real parse, which wants the defaults. */
    private static Optional<String> flag(String name, String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith(name + "=")) {
                return Optional.of(arguments[i].substring(name.length() + 1));
            }
            if (arguments[i].equals(name) && i + 1 < arguments.length) {
                return Optional.of(arguments[i + 1]);
            }
        }
        return Optional.empty();
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String name = OptionNames.key(option);
        return sources.stream().map(source -> source.get(name)).filter(java.util.Objects::nonNull).findFirst().orElse(null);
    }

    /** What a configuration file set, for the record in {@code run.json}. */
    SequencedMap<String, String> configured() {
        return new java.util.LinkedHashMap<>(sources.getFirst());
    }
}
