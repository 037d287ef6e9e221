package io.mode4j.cli;

import io.mode4j.artifact.Places;
import io.mode4j.artifact.RunDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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

    private final Map<String, String> configured;
    private final List<Map<String, String>> sources;
    private final Set<String> arguments;

    private OptionDefaults(Map<String, String> configured, Map<String, String> recorded, Map<String, String> preset,
            String... arguments) {
        this.configured = configured;
        this.sources = List.of(configured, recorded, preset);
        this.arguments = Set.of(Stream.of(arguments).distinct().toArray(String[]::new));
    }

    /** Reads the sources that the arguments name; throws what is wrong with them. */
    static OptionDefaults of(CommandLine line, String... arguments) throws IOException {
        CommandLine command = arguments.length == 0 ? null : line.getSubcommands().get(arguments[0]);
        if (command != null && command.getCommand() instanceof Standalone) {
            return new OptionDefaults(Map.of(), Map.of(), Map.of());
        }
        OptionNames names = OptionNames.of(line);
        String config = flag("--config", arguments);
        Map<String, String> configured = config == null ? Map.of() : ConfigFile.read(Places.path(config), names);
        String asked = first(flag("--preset", arguments), configured.get("preset"), standard(arguments));
        String run = first(flag("--run", arguments), configured.get("run"), Preset.read(asked, names).get("run"));
        Map<String, String> recorded = run.isEmpty() ? new TreeMap<>() : RunFile.recorded(new RunDirectory(Places.path(run)));
        recorded.keySet().removeAll(flags("--unset", arguments));
        if (command != null && command.getCommand() instanceof GrowCommand) {
            recorded.remove("shards"); // those of the run are not what arrived
        }
        String preset = first(flag("--preset", arguments), configured.get("preset"), recorded.get("preset"), asked);
        return new OptionDefaults(configured, recorded, Preset.read(preset, names), arguments);
    }

    private static String standard(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("quickstart") ? "quickstart" : "standard";
    }

    private static String first(@Nullable String... values) {
        return Stream.of(values).filter(Objects::nonNull).findFirst().orElse("");
    }

    /** The value of a flag written as {@code --name VALUE} or {@code --name=VALUE}; needed before the real parse, which wants the defaults. */
    private static @Nullable String flag(String name, String... arguments) {
        return flags(name, arguments).stream().findFirst().orElse(null);
    }

    private static List<String> flags(String name, String... arguments) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith(name + "=")) {
                values.add(arguments[i].substring(name.length() + 1));
            } else if (arguments[i].equals(name) && i + 1 < arguments.length) {
                values.add(arguments[i + 1]);
            }
        }
        return values;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || isSwitchedOn(option)) {
            return null;
        }
        String name = OptionNames.key(option);
        return sources.stream().map(source -> source.get(name)).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** A flag without a value turns its default round: one that is on already, as the run recorded it, must not be told so. */
    private boolean isSwitchedOn(OptionSpec option) {
        return option.arity().max() == 0 && Stream.of(option.names()).anyMatch(arguments::contains);
    }

    /** What the configuration file set. */
    Map<String, String> configured() {
        return configured;
    }
}
