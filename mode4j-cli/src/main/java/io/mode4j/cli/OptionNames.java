package io.mode4j.cli;

import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine;

/** The long names of every option of every command: the keys that a configuration file may hold. */
record OptionNames(SortedSet<String> names) {
    static OptionNames of(CommandLine line) {
        SortedSet<String> names = new TreeSet<>();
        collect(line, names);
        return new OptionNames(names);
    }

    private static void collect(CommandLine line, SortedSet<String> names) {
        line.getCommandSpec().options().forEach(option -> names.add(key(option)));
        line.getSubcommands().values().forEach(command -> collect(command, names));
    }

    /** The key of an option: its long name without the dashes. */
    static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^--?", "");
    }

    /** Throws when the key is no option's name, and says which one is nearest. */
    void check(String source, String key) {
        if (!names.contains(key)) {
            throw new IllegalArgumentException(source + ": unknown key '" + key + "'; did you mean '" + nearest(key)
                    + "'? The keys are the options' names without the dashes.");
        }
    }

    private String nearest(String key) {
        return names.stream().min(Comparator.comparingInt(name -> distance(key, name))).orElse("");
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
