package io.mode4j.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The class that {@code spark-submit} starts: the command line of mode4j, on Spark. */
public final class Main {
    private static final String ENGINE = "--engine";

    private static final String PROPERTY = "-D";

    private Main() {}

    /** Sets what the launcher sets, runs the command line and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Settings.jvm()
                .stream()
                .filter(flag -> flag.startsWith(PROPERTY))
                .map(flag -> flag.substring(PROPERTY.length()).split("=", 2))
                .forEach(
                        property -> System.setProperty(property[0], System.getProperty(property[0], property[1])));
        io.mode4j.cli.Main.main(onSpark(arguments));
    }

    static String[] onSpark(String... arguments) {
        boolean said = Arrays.stream(arguments).anyMatch(argument -> argument.equals(ENGINE) || argument.startsWith(ENGINE + "="));
        if (said || arguments.length == 0 || arguments[0].startsWith("-")) {
            return arguments;
        }
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of(ENGINE, SparkEngine.NAME));
        return all.toArray(String[]::new);
    }
}
