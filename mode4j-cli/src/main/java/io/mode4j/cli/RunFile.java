package io.mode4j.cli;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    static Optional<RunFile> readIfPresent(Path run) throws IOException {
        Path file = new RunDirectory(run).options();
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
    static SortedMap<String, String> recorded(Path run) throws IOException {
        return readIfPresent(run).map(RunFile::options).orElseGet(TreeMap::new);
    }

    /** Adds options to what the run directory has recorded; writes nothing when that changes nothing. */
    static void record(FileLayer files, Path run, SortedMap<String, String> options) throws IOException {
        update(files, run, recorded -> recorded.putAll(options));
    }

    /** Takes an option out of what the run directory has recorded. */
    static void forget(FileLayer files, Path run, String option) throws IOException {
        update(files, run, recorded -> recorded.remove(option));
    }

    /** Commands of several processes may work on the run at once: none loses what another records. */
    private static void update(FileLayer files, Path run, Consumer<SortedMap<String, String>> change) throws IOException {
        if (readIfPresent(run).equals(Optional.of(changed(run, change)))) {
            return;
        }
        try (StageLock _ = StageLock.take(files, run, PATIENCE)) {
            RunFile updated = changed(run, change);
            files.write(new RunDirectory(run).options(),
                    out -> out.write(JSON.writeValueAsString(updated).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static RunFile changed(Path run, Consumer<SortedMap<String, String>> change) throws IOException {
        SortedMap<String, String> options = new TreeMap<>(recorded(run));
        change.accept(options);
        return new RunFile(VERSION, Main.Version.number(), options);
    }
}
