package io.mode4j.cli;

import io.mode4j.ranks.RankPlace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The processes of a training on this machine: starts them, starts all of them again when one was killed or hangs, and ends them when it is ended. The first one has the terminal; what the others say is
 * shown with their numbers.
 */
final class LocalRanks {
    private static final String LOOPBACK = "127.0.0.1";
    private static final long LOOK = 200; // ms
    private static final long GRACE = 15_000; // ms after the timeout for a process to end that the others have given up
    private static final int SIGNALLED = 128; // exit codes above say by which signal a process ended

    private final RankFlags flags;
    private final int maxRestarts;
    private volatile boolean stopping;

    LocalRanks(RankFlags flags, int maxRestarts) {
        this.flags = flags;
        this.maxRestarts = maxRestarts;
    }

    /** Does the command by so many processes; returns its exit code. */
    int run(List<String> arguments) throws IOException {
        for (int restarts = 0;; restarts++) {
            List<Process> processes = start(arguments);
            Thread end = new Thread(() -> end(processes), "end-of-ranks");
            Runtime.getRuntime().addShutdownHook(end);
            String died;
            try {
                died = await(processes);
            } finally {
                if (!stopping) {
                    Runtime.getRuntime().removeShutdownHook(end);
                }
            }
            if (died.isEmpty() || stopping) {
                return processes.stream().mapToInt(Process::exitValue).max().orElse(0);
            }
            if (restarts == maxRestarts) {
                System.err.println("mode4j: " + died + "; given up after " + restarts + " restarts (--max-restarts)");
                return 1;
            }
            System.err.println("mode4j: " + died + "; starting again from the newest checkpoint, restart " + (restarts + 1) + " of "
                    + maxRestarts);
        }
    }

    private List<Process> start(List<String> arguments) throws IOException {
        int cores = Math.max(1, Runtime.getRuntime().availableProcessors() / flags.processes());
        int port = freePort();
        List<Process> started = new ArrayList<>();
        for (int rank = 0; rank < flags.processes(); rank++) {
            ProcessBuilder builder = OwnProcess.of(cores, arguments);
            builder.environment()
                    .putAll(Map.of(RankPlace.RANK, "" + rank, RankPlace.COUNT, "" + flags.processes(), RankPlace.LOCAL_RANK, "" + rank,
                            RankPlace.HOST,
                            LOOPBACK, RankPlace.PORT, "" + port));
            if (rank == 0) {
                started.add(builder.inheritIO().start());
            } else {
                Process process = builder.redirectErrorStream(true).redirectInput(Redirect.from(new java.io.File("/dev/null"))).start();
                started.add(process);
                show(rank, process);
            }
        }
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void show(int rank, Process process) {
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = process.inputReader()) {
                lines.lines().filter(line -> !line.startsWith("[Gloo]")).forEach(line -> System.err.println("rank " + rank + ": " + line));
            } catch (IOException | UncheckedIOException _) {
                // it was killed
            }
        });
    }

    /** Waits for the end of all; returns which was killed or had to be, in words, or nothing. */
    private String await(List<Process> processes) throws IOException {
        long deadline = Long.MAX_VALUE;
        String died = "";
        while (processes.stream().anyMatch(Process::isAlive)) {
            if (deadline == Long.MAX_VALUE && processes.stream().anyMatch(process -> !process.isAlive() && process.exitValue() != 0)) {
                deadline = System.nanoTime() + flags.timeout().toNanos() + GRACE * 1_000_000;
            }
            if (System.nanoTime() > deadline) {
                for (int rank : alive(processes)) {
                    died = "rank %d of %d hangs and was killed".formatted(rank, processes.size());
                    processes.get(rank).destroyForcibly();
                }
            }
            sleep();
        }
        for (int rank = 0; rank < processes.size() && died.isEmpty(); rank++) {
            int code = processes.get(rank).exitValue();
            if (code > SIGNALLED) {
                died = "rank %d of %d was killed (exit code %d)".formatted(rank, processes.size(), code);
            }
        }
        return died;
    }

    private static List<Integer> alive(List<Process> processes) {
        return IntStream.range(0, processes.size()).filter(rank -> processes.get(rank).isAlive()).boxed().toList();
    }

    private void sleep() throws IOException {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while processes train");
        }
    }

    /** Each saves what it has, and ends. */
    private void end(List<Process> processes) {
        stopping = true;
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                int _ = process.waitFor();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
