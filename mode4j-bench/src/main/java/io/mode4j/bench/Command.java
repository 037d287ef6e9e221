package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.progress.ProcessUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole commands, one after the other, from the first one's start to the last one's exit.
 *
 * @param name
 *            in the results
 * @param processes
 *            the commands, not started; what they say goes to a file
 * @param results
 *            a folder of theirs, removed before each run
 */
record Command(String name, List<ProcessBuilder> processes, Path results) implements Contestant {

    private static final long LOOK_MILLIS = 20;
    private static final double MEBIBYTE = 1 << 20;

    /**
     * mode4j's command line as users start it. The working folder is that of the repository.
     */
    static ProcessBuilder mode4j(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("./mode4j"));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** Has the launcher build what it starts. */
    static void prepare() throws IOException {
        prepare("--version");
    }

    /** Has it build what these arguments need, which must not do anything themselves. */
    static void prepare(String... arguments) throws IOException {
        start(mode4j(List.of(arguments)), Files.createTempFile("mode4j-bench", ".txt")).end();
    }

    @Override
    public double run() throws IOException {
        new FileLayer().deleteTree(results);
        long start = System.nanoTime();
        for (ProcessBuilder process : processes) {
            start(process, log()).end();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /**
     * Runs it and watches its memory.
     *
     * @return the most that one of its processes had resident, in MiB; Linux only
     */
    double peak() throws IOException {
        new FileLayer().deleteTree(results);
        double most = 0;
        for (ProcessBuilder process : processes) {
            most = Math.max(most, start(process, log()).peak());
        }
        return most;
    }

    private Path log() {
        return results.resolveSibling(results.getFileName() + ".txt");
    }

    private static Started start(ProcessBuilder process, Path log) throws IOException {
        return new Started(process.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    private record Started(Process process, Path log) {
        void end() throws IOException {
            try {
                if (process.waitFor() != 0) {
                    throw new IOException("a command ended with status " + process.exitValue() + ":\n" + Files.readString(log));
                }
            } catch (InterruptedException e) {
                process.destroy();
                throw new IOException("interrupted", e);
            }
        }

        double peak() throws IOException {
            double most = 0;
            try {
                while (process.isAlive()) {
                    most = Math.max(most, soFar());
                    Thread.sleep(LOOK_MILLIS);
                }
            } catch (InterruptedException e) {
                process.destroy();
                throw new IOException("interrupted", e);
            }
            end();
            return most;
        }

        private double soFar() {
            return ProcessUse.of(Long.toString(process.pid())).map(use -> use.peak() / MEBIBYTE).orElse(0.0); // it has just ended
        }
    }
}
