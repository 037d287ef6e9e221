package io.mode4j.cli;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code run.json}: what the run was asked for. A later command on the same run directory takes its options from here, so that
 * {@code mode4j status --run DIR} or {@code mode4j report --run DIR} need nothing else.
 *
 * @param version format version of this file
 * @param mode4j version of the program that wrote it last
 * @param options every option that was set by a flag, a configuration file or a preset's name: long name to value
 */
record RunFile(int version, String mode4j, SortedMap<String, String> options) {
    /** The newest version of the format that this program reads. */
    static final int VERSION = 1;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The file of a run directory, or empty when there is none yet. */
    static Optional<RunFile> readIfPresent(RunDirectory run) throws IOException {
        Path file = run.options();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            RunFile read = JSON.readValue(Files.readAllBytes(file), RunFile.class);
            if (read.version > VERSION) {
                throw new DamagedException(file, "format version " + VERSION + " or older",
                        "version " + read.version + ", written by mode4j " + read.mode4j + ": update mode4j");
            }
            return Optional.of(read);
        } catch (JacksonException e) {
            throw new DamagedException(file, "the options of a run as JSON", e.getOriginalMessage());
        }
    }

    /** What a run directory has recorded; nothing when it is new. */
    static SortedMap<String, String> recorded(RunDirectory run) throws IOException {
        return readIfPresent(run).map(RunFile::options).orElseGet(TreeMap::new);
    }

    /** Changes what is recorded, and returns it; writes nothing when that changes nothing. Commands of several processes may do so at once: none loses what another records. */
    static SortedMap<String, String> update(FileLayer files, RunDirectory run, Consumer<SortedMap<String, String>> change)
            throws IOException {
        RunFile unchanged = changed(run, change);
        if (readIfPresent(run).equals(Optional.of(unchanged))) {
            return unchanged.options;
        }
        try (StageLock _ = StageLock.take(files, run.root(), PATIENCE)) {
            RunFile updated = changed(run, change);
            files.text(run.options(), JSON.writeValueAsString(updated));
            return updated.options;
        }
    }

    private static RunFile changed(RunDirectory run, Consumer<SortedMap<String, String>> change) throws IOException {
        SortedMap<String, String> options = new TreeMap<>(recorded(run));
        change.accept(options);
        return new RunFile(VERSION, Main.Version.number(), options);
    }
}
