package io.mode4j.cli;

import io.mode4j.artifact.Places;
import io.mode4j.train.Span;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How an option's value is read and shown.
 *
 * @param type what the parser of the command line is told: a path is recorded as an absolute one
 * @param read from text; throws {@link IllegalArgumentException}
 * @param expected what the text should have been
 * @param print as the user would write it
 */
record Value<V>(Class<?> type, Function<String, V> read, String expected, Function<V, String> print) {
    static final Value<Double> NUMBER = new Value<>(String.class, Double::valueOf, "a number", Value::shortest);
    static final Value<Integer> COUNT = new Value<>(String.class, Integer::valueOf, "a whole number", String::valueOf);
    static final Value<String> TEXT = new Value<>(String.class, text -> text, "a text", text -> text);
    static final Value<Path> PATH = new Value<>(Path.class, Places::known, "a path or a URL", Path::toString);
    static final Value<Span> SPAN = new Value<>(String.class, Span::parse, "a span like '300k samples', '10 epochs' or '1000 steps'",
            Span::toString);

    /** The constants of an enumeration in lower case, with {@code -} for {@code _}; both are read. */
    static <E extends Enum<E>> Value<E> of(Class<E> kind) {
        String all = Arrays.stream(kind.getEnumConstants()).map(Value::name).collect(Collectors.joining(", "));
        return new Value<>(String.class, text -> Enum.valueOf(kind, text.toUpperCase(Locale.ROOT).replace('-', '_')), "one of " + all,
                Value::name);
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is none
     */
    V parse(String text) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected " + expected, e);
        }
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String shortest(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
