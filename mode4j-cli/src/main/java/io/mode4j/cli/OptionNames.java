package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine;

/** The options of every command on a run directory by their long names: the keys that a configuration file may hold. */
record OptionNames(SortedMap<String, OptionSpec> options) {
    private static final Pattern NAMED = Pattern.compile("\\boption ([a-z]+(?:-[a-z]+)*)");

    static OptionNames of(CommandLine line) {
        SortedMap<String, OptionSpec> options = new TreeMap<>();
        collect(line, options);
        return new OptionNames(options);
    }

    private static void collect(CommandLine line, SortedMap<String, OptionSpec> options) {
        if (line.getCommand() instanceof RunDirectoryCommand) {
            line.getCommandSpec().options().forEach(option -> options.put(key(option), option));
        }
        line.getSubcommands().values().forEach(command -> collect(command, options));
    }

    /** The key of an option: its long name without the dashes. */
    static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^--?", "");
    }

    /** A message of the library, which names options by their keys, with flags in their place. */
    static String asFlags(String message) {
        return NAMED.matcher(message).replaceAll("--$1");
    }

    /**
     * What options say together.
     *
     * @throws ParameterException if the library refuses it
     */
    static <T> T checked(CommandSpec command, Supplier<T> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), asFlags(String.valueOf(e.getMessage())), e);
        }
    }

    /** Whether the option of this key is a path, or several. */
    boolean isPath(String key) {
        OptionSpec option = options.get(key);
        return option != null && (option.type() == Path.class || key.equals("shards") || key.equals("datasets"));
    }

    /** Throws when the key is no option's name, and says which one is nearest. */
    void check(String source, String key) throws BadInputException {
        if (!options.containsKey(key)) {
            throw new BadInputException(source + ": unknown key '" + key + "'; did you mean '" + nearest(key)
                    + "'? The keys are the options' names without the dashes.");
        }
    }

    private String nearest(String key) {
        return options.keySet().stream().min(Comparator.comparingInt(name -> distance(key, name))).orElse("");
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                row[j] = Math.min(Math.min(above, row[j - 1]) + 1, diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
