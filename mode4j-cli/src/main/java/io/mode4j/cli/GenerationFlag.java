package io.mode4j.cli;

import io.mode4j.artifact.RunDirectory;
import picocli.CommandLine.Option;

/** Which state of a run that has grown. */
final class GenerationFlag {
    @Option(names = "--generation", paramLabel = "N", description = "With --run: the experts of this generation (mode4j generations lists them). Default: the current one")
    private int number = RunDirectory.NEWEST;

    int number() {
        return number;
    }

    /** Whether one was asked for. */
    boolean given() {
        return number != RunDirectory.NEWEST;
    }
}
