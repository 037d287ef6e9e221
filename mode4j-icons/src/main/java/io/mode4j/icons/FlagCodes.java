package io.mode4j.icons;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * English names of the codes by which flags are filed: ISO 3166-1 countries, a few of their parts (ISO 3166-2) and unions. A table of our own, so that
 * the names do not change with the JDK's locale data.
 */
final class FlagCodes {
    private static final Pattern CODE = Pattern.compile("[a-z]{2}(-[a-z0-9]{1,3})?|lang-.+");
    private static final Map<String, String> NAMES = load();

    private FlagCodes() {}

    /** The words for a flag's file name: a code's name, other names as they are; empty for unknown codes and for flags that stand for languages. */
    static Optional<String> words(String name) {
        String known = NAMES.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        return CODE.matcher(name).matches() ? Optional.empty() : Optional.of(name.replace('-', ' '));
    }

    private static Map<String, String> load() {
        InputStream in = Objects.requireNonNull(FlagCodes.class.getResourceAsStream("flag-codes.tsv"));
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().map(line -> line.split("\t", 2)).collect(Collectors.toUnmodifiableMap(row -> row[0], row -> row[1]));
        } catch (IOException e) {
            throw new UncheckedIOException("flag-codes.tsv in mode4j-icons cannot be read", e);
        }
    }
}
