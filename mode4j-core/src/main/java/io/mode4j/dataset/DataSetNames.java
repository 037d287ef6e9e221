package io.mode4j.dataset;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Names of data sets by their folders. Stateless. */
final class DataSetNames {
    private static final Pattern COLLECTION = Pattern.compile("^(vtab|wilds|fairness|retrieval|misc)-");
    private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9._-]+");
    private static final Pattern START = Pattern.compile("^[^A-Za-z0-9]+");

    private DataSetNames() {}

    /** The folder's name, without the {@code wds_} and {@code _test} that hubs put around it; letters that no name of a task can have are dashes. */
    static String of(Path folder) {
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        String plain = name.startsWith("wds_") ? name.substring("wds_".length()) : name;
        String without = plain.endsWith("_test") && !plain.equals("_test") ? plain.substring(0, plain.length() - "_test".length()) : plain;
        return of(without);
    }

    /** A name as tasks have them. */
    static String of(String name) {
        String clean = START.matcher(ODD.matcher(name).replaceAll("-")).replaceFirst("");
        return clean.isEmpty() ? "data" : clean;
    }

    /** The name without the collection that it is of: {@code vtab-pets} is {@code pets}. */
    static String withoutCollection(String name) {
        return COLLECTION.matcher(name).replaceFirst("");
    }
}
