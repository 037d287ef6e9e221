package io.mode4j.cli;

import io.mode4j.jobs.JobWatch;
import io.mode4j.progress.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long work shows where it is. */
final class ProgressOption {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration OFTEN = Duration.ofSeconds(2);

    @Option(names = "--progress", paramLabel = "HOW", defaultValue = "AUTO", description = "Progress on standard error: bar, plain (a line at intervals), none, or auto. Default: auto")
    private Kind kind;

    /** The ways. */
    enum Kind {
        /** A bar on a terminal, lines elsewhere. */
        AUTO,
        BAR,
        PLAIN,
        /** Lines that a table is made of. */
        JOB,
        NONE
    }

    /** Where long work reports to. */
    Progress progress() {
        PrintStream err = System.err;
        return switch (here()) {
            case NONE -> Progress.silent();
            case JOB -> new PlainProgress(err, OFTEN);
            case AUTO, BAR -> new TerminalProgress(err);
            case PLAIN -> new PlainProgress(err, INTERVAL);
        };
    }

    /** Where a queue of jobs reports to. */
    JobWatch jobs() {
        return switch (here()) {
            case NONE -> JobWatch.silent();
            case AUTO, BAR -> new JobTable(System.err);
            case PLAIN, JOB -> new JobLines(System.err);
        };
    }

    /** What this option has to be for the queue's jobs: their logs always have it. */
    String ofJobs() {
        return (here() == Kind.BAR ? Kind.JOB : Kind.PLAIN).name().toLowerCase(Locale.ROOT);
    }

    private Kind here() {
        boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return kind == Kind.AUTO ? terminal ? Kind.BAR : Kind.PLAIN : kind;
    }
}
