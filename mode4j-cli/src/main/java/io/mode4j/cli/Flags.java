package io.mode4j.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options of a stage as flags, a line each: name, description, and how it changes the stage's own options, which know the default and what is in range.
 *
 * @param <O> the stage's options
 */
@Command
abstract class Flags<O> implements OfStages {
    private static final String AUTO = "auto";

    private final O defaults;
    private final Map<OptionSpec, Flag<O>> flags = new LinkedHashMap<>();

    Flags(O defaults) {
        this.defaults = defaults;
    }

    /** A flag with a value. */
    final <V> void flag(String name, String label, Value<V> value, Function<O, V> get, BiFunction<O, V, O> with, String description) {
        add(builder(name, label, value, description + " Default: " + value.print().apply(get.apply(defaults))),
                (options, text) -> with.apply(options, value.parse(text)));
    }

    /** A flag whose value follows the data where it is {@code auto}, which is the default. */
    final <V> void automatic(String name, String label, Value<V> value, BiFunction<O, V, O> with, String description) {
        Value<V> orAuto = new Value<>(value.type(), value.read(), value.expected() + ", or " + AUTO, value.print());
        add(builder(name, label, value, description + " Default: " + AUTO),
                (options, text) -> text.equals(AUTO) ? options : with.apply(options, orAuto.parse(text)));
    }

    /** A flag without a default. */
    final <V> void optional(String name, String label, Value<V> value, BiFunction<O, V, O> with, String description) {
        add(builder(name, label, value, description), (options, text) -> with.apply(options, value.parse(text)));
    }

    /** A flag that is on or off; off is the default. */
    final void onOff(String name, Function<O, O> on, String description) {
        add(OptionSpec.builder(name).type(boolean.class).arity("0").description(description),
                (options, text) -> Boolean.parseBoolean(text) ? on.apply(options) : options);
    }

    private static <V> OptionSpec.Builder builder(String name, String label, Value<V> value, String description) {
        return OptionSpec.builder(name.split(", ")).paramLabel(label).type(value.type()).arity("1").description(description);
    }

    private void add(OptionSpec.Builder builder, BiFunction<O, String, O> change) {
        Text text = new Text();
        flags.put(builder.getter(text).setter(text).build(), new Flag<>(text, change));
    }

    /** What was given for a flag. */
    private static final class Text implements IGetter, ISetter {
        private @Nullable Object given;

        @Override
        public <T> T set(T value) {
            given = value;
            return value;
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // as the interface has it: null where nothing was given
        public <T> T get() {
            return (T) given;
        }
    }

    private record Flag<O>(Text text, BiFunction<O, String, O> change) {}

    /** Makes the flags known to a command, and to its mixin that they are declared in. */
    final void addTo(CommandSpec command, CommandSpec mixin) {
        flags.keySet().forEach(mixin::addOption);
        flags.keySet().forEach(command::addOption);
    }

    /**
     * The defaults, changed by what was given.
     *
     * @throws ParameterException if a value cannot be
     */
    final O options() {
        O options = defaults;
        for (Map.Entry<OptionSpec, Flag<O>> flag : flags.entrySet()) {
            Object given = flag.getValue().text.given;
            if (given != null) {
                options = changed(options, flag.getKey(), flag.getValue().change, given.toString());
            }
        }
        return options;
    }

    private O changed(O options, OptionSpec flag, BiFunction<O, String, O> change, String text) {
        try {
            return change.apply(options, text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(flag.command().commandLine(),
                    flag.longestName() + " " + text + ": " + OptionNames.asFlags(String.valueOf(e.getMessage())), e);
        }
    }
}
