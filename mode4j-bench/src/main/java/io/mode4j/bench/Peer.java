package io.mode4j.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Python program in the peers' environment that is loaded once and stays: for each line it is sent, it does its work and answers with the
 * seconds that took. Owns the process.
 */
final class Peer implements Contestant {
    private static final int TO_END = 10; // seconds
    private static final String FROM_GLOO = "[Gloo]"; // which says on standard output that it is connected

    private final String name;
    private final Process process;
    private final BufferedWriter to;
    private final BufferedReader from;

    /**
     * Starts a peer.
     *
     * @param folder {@code mode4j-bench/peers}
     * @param threads how many cores it may use
     * @param arguments the script in that folder, and what it takes
     */
    Peer(String name, Path folder, int threads, String... arguments) throws IOException {
        this(name, python(folder, threads, arguments));
    }

    /** Starts a program that is not Python's and answers the same way. */
    Peer(String name, ProcessBuilder program) throws IOException {
        this.name = name;
        process = program.start();
        to = process.outputWriter(StandardCharsets.UTF_8);
        from = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Runs a script of that folder to its end. */
    static void runToEnd(Path folder, int threads, String... arguments) throws IOException, InterruptedException {
        int status = python(folder, threads, arguments).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(folder.resolve(arguments[0]) + " ended with status " + status);
        }
    }

    /** A script of that folder in the peers' environment, not started yet. */
    static ProcessBuilder python(Path folder, int threads, String... arguments) throws IOException {
        Path python = folder.resolve(".venv/bin/python").toAbsolutePath();
        if (!Files.isExecutable(python)) {
            throw new IOException("The peers' environment " + python + " is missing; make it with " + folder.resolve("setup.sh"));
        }
        List<String> command = new ArrayList<>(List.of(python.toString()));
        command.addAll(List.of(arguments));
        command.set(1, folder.resolve(arguments[0]).toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of("HF_HUB_OFFLINE", "1", "OMP_NUM_THREADS", Integer.toString(threads), "TRANSFORMERS_VERBOSITY",
                        "error", "TQDM_DISABLE", "1"));
        return builder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double run() throws IOException {
        return Double.parseDouble(ask("run"));
    }

    /** Sends one line and waits for the line that answers it. */
    String ask(String question) throws IOException {
        to.write(question + "\n");
        to.flush();
        String answer = from.readLine();
        while (answer != null && answer.startsWith(FROM_GLOO)) {
            answer = from.readLine();
        }
        if (answer == null) {
            throw new IOException("The peer " + name + " ended early; its own message is above");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        to.close();
        try {
            if (!process.waitFor(TO_END, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
