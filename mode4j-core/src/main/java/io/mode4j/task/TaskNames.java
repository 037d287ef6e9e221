package io.mode4j.task;

import java.util.regex.Pattern;

/** Task names become folder names and rows of tables. */
final class TaskNames {

    /** Rows of results.csv that average over tasks carry this name, so no task may. */
    static final String AVERAGE = "average";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private TaskNames() {}

    static void check(String name) {
        if (!NAME.matcher(name).matches() || name.equals(AVERAGE)) {
            throw new IllegalArgumentException(
                    "task name '%s': letters, digits, '.', '_' and '-' expected, and not '%s'".formatted(name, AVERAGE));
        }
    }
}
