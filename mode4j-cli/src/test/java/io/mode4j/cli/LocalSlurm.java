package io.mode4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Slurm of two nodes on this machine, as {@code src/test/slurm/slurm-local.sh} starts it. */
final class LocalSlurm implements AutoCloseable {
    private static final Path SCRIPT = Path.of("src/test/slurm/slurm-local.sh").toAbsolutePath();
    private static final Pattern VARIABLE = Pattern.compile("([A-Z_]+)='?([^' \n]+)'?");
    private static final List<String> PROGRAMS = List.of("munged", "slurmctld", "slurmd", "sbatch", "unshare");

    private final Path folder;
    private final List<String> environment = new ArrayList<>(List.of("env"));

    private LocalSlurm(Path folder) throws IOException {
        this.folder = folder;
        Matcher variables = VARIABLE.matcher(said(SCRIPT.toString(), "start", folder.toString()));
        while (variables.find()) {
            environment.add(variables.group(1) + "=" + variables.group(2));
        }
    }

    /** Whether one can be started: Slurm is installed, and this is root, who may give nodes host names. */
    static boolean canStart() {
        List<Path> path = Arrays.stream(System.getenv("PATH").split(":", -1)).map(Path::of).toList();
        boolean installed = PROGRAMS.stream()
                .allMatch(program -> path.stream().anyMatch(in -> Files.isExecutable(in.resolve(program))));
        return installed && "root".equals(System.getProperty("user.name"));
    }

    static LocalSlurm start(Path folder) throws IOException {
        return new LocalSlurm(folder);
    }

    /** What runs a command that is to find it. */
    List<String> environment() {
        return environment;
    }

    /** Runs one of Slurm's commands; returns what it says. */
    String run(String... command) throws IOException {
        return said(Stream.concat(environment.stream(), Stream.of(command)).toArray(String[]::new));
    }

    /** The node is gone at once, with all that runs there. */
    void lose(String node) throws IOException {
        String _ = said(SCRIPT.toString(), "lose", folder.toString(), node);
    }

    /** It is there again. */
    void bringBack(String node) throws IOException {
        String _ = said(SCRIPT.toString(), "node", folder.toString(), node);
    }

    @Override
    public void close() throws IOException {
        String _ = said(SCRIPT.toString(), "stop", folder.toString());
    }

    private static String said(String... command) throws IOException {
        Path said = Files.createTempFile("slurm", ".txt"); // what runs on in the background would keep a pipe open
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
            int code = process.waitFor();
            String text = Files.readString(said, StandardCharsets.UTF_8);
            if (code != 0) {
                throw new IOException(Map.of("command", List.of(command), "exit code", code, "said", text).toString());
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        } finally {
            Files.delete(said);
        }
    }
}
