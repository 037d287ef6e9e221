package io.mode4j.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The mode4j command in a JVM of its own, with the flags that the launcher gives it; but it lives for seconds, so that the second compiler costs it more than it gains. */
final class CommandProcess {
    private static final String HEAP = "-Xmx512m";
    private static final int NEVER_LONGER_SECONDS = 300;

    /** What a finished command left. */
    record Result(int exitCode, String out, String err) {}

    private final Process process;
    private final Path out;
    private final Path err;

    private CommandProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static CommandProcess start(Path scratch, List<String> arguments) throws IOException {
        return start(scratch, List.of(), arguments);
    }

    /** In another working directory. */
    static CommandProcess startIn(Path workingDirectory, Path scratch, List<String> arguments) throws IOException {
        return start(scratch, List.of("env", "-C", workingDirectory.toString()), arguments);
    }

    /** {@code prefix} runs the JVM, for example inside another namespace. */
    static CommandProcess start(Path scratch, List<String> prefix, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(java());
        command.addAll(arguments);
        return begin(scratch, command);
    }

    /** With so much heap, as the JVM's flag has it. */
    static CommandProcess startWithHeap(String size, Path scratch, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(java());
        command.replaceAll(part -> part.equals(HEAP) ? "-Xmx" + size : part);
        command.addAll(arguments);
        return begin(scratch, command);
    }

    private static CommandProcess begin(Path scratch, List<String> command) throws IOException {
        Path out = Files.createTempFile(scratch, "out", ".txt");
        Path err = Files.createTempFile(scratch, "err", ".txt");
        return new CommandProcess(new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
    }

    static Result run(Path scratch, String... arguments) throws Exception {
        return start(scratch, List.of(arguments)).finish();
    }

    /** The command line up to mode4j's own arguments. */
    static List<String> java() {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean()
                .getInputArguments()
                .stream()
                .filter(flag -> flag.startsWith("--enable-native") || flag.startsWith("--sun-misc") || flag.startsWith("-Dorg.bytedeco")
                        || flag.startsWith("-Djava.awt"))
                .forEach(command::add);
        command.addAll(List.of(HEAP, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                "io.mode4j.cli.Main"));
        return command;
    }

    Result finish() throws Exception {
        if (!process.waitFor(NEVER_LONGER_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + NEVER_LONGER_SECONDS + " s: " + Files.readString(err));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the process (SIGKILL) as soon as the condition holds; returns whether it was still running then. */
    boolean killWhen(Condition condition) throws Exception {
        while (process.isAlive()) {
            if (condition.holds()) {
                boolean alive = process.isAlive();
                process.destroyForcibly().waitFor();
                return alive;
            }
            Thread.sleep(1); // the command needs the cores
        }
        return false;
    }

    /** Something in the run directory. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }
}
