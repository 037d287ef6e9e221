package io.mode4j.artifact;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own, with the class path of this one, for tests of what happens to a process. */
public final class JavaProcess {
    private JavaProcess() {}

    /**
     * {@return the process, not started}
     *
     * @param main      has a main method
     * @param flags     of the JVM, as its heap
     * @param arguments of the main method
     */
    public static ProcessBuilder of(Class<?> main, List<String> flags, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command);
    }
}
