package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options that a command was given, recorded in the run directory for the commands after it. A command that is refused leaves what it found: all of it where nothing
 * was begun, else what the refused stage had been given.
 */
final class RecordedOptions {
    private final FileLayer files = new FileLayer();
    private final RunDirectory run;
    private final boolean begins;
    private final SortedMap<String, String> before;
    private final SortedMap<String, String> given;
    private final Set<String> unset;
    private final Map<Path, String> stagesBefore;

    private RecordedOptions(RunDirectory run, SortedMap<String, String> before, SortedMap<String, String> given, Set<String> unset)
            throws IOException {
        this.run = run;
        this.begins = !Files.exists(run.root());
        this.before = before;
        this.given = given;
        this.unset = unset;
        this.stagesBefore = run.recipes();
    }

    /** What a command was given, and what it unsets; nothing is written yet. */
    static RecordedOptions of(RunDirectory run, CommandSpec command, Set<String> unset) throws IOException {
        SortedMap<String, String> before = RunFile.recorded(run);
        for (String name : unset) {
            if (!before.containsKey(name)) {
                throw new ParameterException(command.commandLine(),
                        "--unset " + name + ": it is not recorded; recorded are " + String.join(", ", before.keySet()));
            }
        }
        OptionDefaults defaults = (OptionDefaults) command.commandLine().getDefaultValueProvider();
        SortedMap<String, String> given = ExplicitOptions.of(command.commandLine().getParseResult(), defaults.configured());
        given.keySet().removeAll(unset);
        return new RecordedOptions(run, before, given, unset);
    }

    /** Adds them to what was recorded. */
    void write() throws IOException {
        RunFile.update(files, run, all -> {
            all.keySet().removeAll(unset);
            all.putAll(given);
        });
    }

    /** Takes back what was given for some of the options; for all of them, when no stage was begun with them. */
    void refused(Set<String> options) throws IOException {
        Set<String> back = new TreeSet<>(options);
        if (run.recipes().equals(stagesBefore)) {
            back.addAll(given.keySet());
            back.addAll(unset);
        }
        SortedMap<String, String> left = RunFile.update(files, run, all -> back.forEach(name -> {
            all.remove(name);
            if (before.containsKey(name)) {
                all.put(name, before.get(name));
            }
        }));
        if (left.isEmpty()) {
            files.deleteFile(run.options());
            removeIfEmpty();
        }
    }

    private void removeIfEmpty() throws IOException {
        try (Stream<Path> inside = Files.list(run.root())) {
            if (!begins || inside.findAny().isPresent()) {
                return;
            }
        }
        files.deleteTree(run.root());
    }
}
