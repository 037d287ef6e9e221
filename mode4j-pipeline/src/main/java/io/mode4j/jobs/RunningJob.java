package io.mode4j.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;

/** A process that works on a job. What it says is read as it comes, so that it never waits for a reader. */
final class RunningJob {
    private static final int SIGNALLED = 128; // exit codes above say by which signal a process ended
    private static final Duration LAST_LINES = Duration.ofSeconds(5); // processes of its own may keep its output open for longer
    private static final String MESSAGE = "mode4j: ";
    private static final String WARNING = MESSAGE + "WARNING: ";

    private final Job job;
    private final JobProcess process;
    private final Thread reader;
    private volatile String message = "";
    private volatile String last = "";

    private RunningJob(Job job, JobProcess process, Consumer<String> lines) {
        this.job = job;
        this.process = process;
        this.reader = Thread.ofVirtual().unstarted(() -> read(lines));
    }

    /** A process that has been started; the consumer gets every line that it writes, from a thread of its own. */
    static RunningJob of(Job job, JobProcess process, Consumer<String> lines) {
        RunningJob running = new RunningJob(job, process, lines);
        running.reader.start();
        return running;
    }

    private void read(Consumer<String> lines) {
        try (BufferedReader output = process.output()) {
            output.lines().forEach(line -> {
                if (line.startsWith(MESSAGE) && !line.startsWith(WARNING)) {
                    message = line.substring(MESSAGE.length());
                }
                if (!line.isBlank() && !line.startsWith("\t")) {
                    last = line;
                }
                lines.accept(line);
            });
        } catch (IOException | UncheckedIOException _) {
            // it was killed
        }
    }

    Job job() {
        return job;
    }

    long number() {
        return process.number();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitCode();
    }

    /** Asks it to save what it has, and to end. */
    void stop() {
        process.stop();
    }

    /** Whether it was killed, rather than ended by itself. */
    boolean isKilled() {
        return exitCode() > SIGNALLED;
    }

    /** Why it ended without being done, in its own words where it had some. */
    String why() throws IOException {
        try {
            boolean _ = reader.join(LAST_LINES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        if (isKilled()) {
            return "was killed (exit code " + exitCode() + ")";
        }
        return !message.isEmpty() ? message : !last.isEmpty() ? last : "ended with exit code " + exitCode();
    }

    /** The last line that it wrote. */
    String lastWords() throws IOException {
        String _ = why();
        return last;
    }
}
