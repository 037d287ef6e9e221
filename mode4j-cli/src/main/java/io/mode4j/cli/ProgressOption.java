package io.mode4j.cli;

import io.mode4j.progress.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long work shows where it is. */
final class ProgressOption {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    @Option(names = "--progress", paramLabel = "HOW", defaultValue = "AUTO", description = "Progress on standard error: bar, plain (a line at intervals), none, or auto. Default: auto")
    private Kind kind;

    /** The ways. */
    enum Kind {
        /** A bar on a terminal, lines elsewhere. */
        AUTO,
        BAR,
        PLAIN,
        NONE
    }

    /** Where long work reports to. */
    Progress progress() {
        PrintStream err = System.err;
        boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return switch (kind) {
            case NONE -> Progress.silent();
            case BAR -> new TerminalProgress(err);
            case PLAIN -> new PlainProgress(err, INTERVAL);
            case AUTO -> terminal ? new TerminalProgress(err) : new PlainProgress(err, INTERVAL);
        };
    }
}
