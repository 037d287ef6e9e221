package io.mode4j.jobs;

import io.mode4j.artifact.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A part of a run that a process of its own does.
 *
 * @param name     what its log and what is recorded of it are called; of a job that trains a model, the model's name
 * @param commands of the command line, one after the other, each without the run directory: {@code train --only expert-0}
 * @param after    names of the jobs that must be done first
 * @param folders  that have a manifest once it is done; none where the commands themselves find out what is left
 */
public record Job(String name, List<List<String>> commands, List<String> after, List<Path> folders) {

    /** Copies the lists. */
    public Job {
        commands = commands.stream().map(List::copyOf).toList();
        after = List.copyOf(after);
        folders = List.copyOf(folders);
    }

    /** Whether all that it makes is there; how a process of it ended says nothing about that. */
    public boolean isDone() {
        return !folders.isEmpty() && folders.stream().allMatch(folder -> Files.exists(folder.resolve(Manifest.NAME)));
    }
}
