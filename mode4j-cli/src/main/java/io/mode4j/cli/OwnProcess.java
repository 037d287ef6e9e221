package io.mode4j.cli;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Further processes of this program, started as it was: the same JVM with the same flags, and the same class path. They end when the one that started them is gone. */
public final class OwnProcess {
    /** The variable of the environment that names the process without which this one ends. */
    private static final String LAUNCHER = "MODE4J_LAUNCHER";
    /** The variable that names the device of a process, whatever the options say. */
    private static final String DEVICE = "MODE4J_DEVICE";

    private OwnProcess() {}

    /**
     * The command line up to this program's own arguments.
     *
     * @param flags of the JVM, beside those that this one has
     */
    static List<String> command(String... flags) {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(flags)); // the last one counts
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return command;
    }

    /** A process with so many cores, not started. */
    static ProcessBuilder of(int cores, List<String> arguments) {
        List<String> command = command("-XX:ActiveProcessorCount=" + cores);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment());
        return builder;
    }

    /** The same, on a device of its own. */
    static ProcessBuilder of(int cores, String device, List<String> arguments) {
        ProcessBuilder builder = of(cores, arguments);
        builder.environment().putAll(onDevice(device));
        return builder;
    }

    /** Variables with which a process of this program ends when this one does. */
    public static Map<String, String> environment() {
        return Map.of(LAUNCHER, Long.toString(ProcessHandle.current().pid()));
    }

    /** Variables with which a process of this program computes on a device. */
    public static Map<String, String> onDevice(String device) {
        return Map.of(DEVICE, device);
    }

    /** The device that this process was given by the one that started it. */
    static Optional<String> device() {
        return Optional.ofNullable(System.getenv(DEVICE));
    }

    /** To be called first: a launcher that was killed cannot tell its processes. */
    static void endWithLauncher() {
        String launcher = System.getenv(LAUNCHER);
        if (launcher != null) {
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(launcher));
            if (process.isEmpty()) {
                System.exit(1);
            }
            process.ifPresent(there -> {
                CompletableFuture<Void> _ = there.onExit().thenRun(() -> System.exit(1));
            });
        }
    }
}
