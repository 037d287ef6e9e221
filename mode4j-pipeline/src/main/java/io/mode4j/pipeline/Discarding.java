package io.mode4j.pipeline;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.artifact.StageName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Discards what stages made: at once, or when it is about to be made again. Not thread-safe. */
final class Discarding {
    private final RunDirectory run;
    private final FileLayer files;
    private @Nullable StageName later;

    Discarding(RunDirectory run, FileLayer files) {
        this.run = run;
        this.files = files;
    }

    /** A stage and what is made from it, once the first of these begins. */
    void later(StageName stage) {
        later = stage;
    }

    /** To be called when nothing speaks any more against making a stage. */
    void begin(StageName stage) throws IOException {
        if (later != null && later.withDependents().contains(stage)) {
            now(later);
            later = null;
        }
    }

    /** As above, for one of the models that a stage makes: the others may be the work of other processes, and stay. */
    void begin(StageName stage, Path model) throws IOException {
        if (later == stage) {
            List<Path> folders = List.of(model, run.evaluation());
            requireFree(folders);
            delete(folders);
            later = null;
        }
        begin(stage);
    }

    /** A stage and what is made from it; nothing when a process is writing one of these folders. */
    void now(StageName stage) throws IOException {
        List<Path> folders = new ArrayList<>(stage.withDependents().stream().map(run::of).toList());
        boolean ofExperts = stage.withDependents().contains(StageName.EXPERTS);
        if (ofExperts) { // what the run has grown into is made of its experts, and so is what these say
            folders.addAll(List.of(run.generations(), run.arrivals(), run.teachers()));
        }
        requireFree(folders);
        if (ofExperts) {
            RetiredKeys.keep(run, files);
        }
        delete(folders);
    }

    private static void requireFree(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            StageLock.requireFree(folder);
        }
    }

    private void delete(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            files.deleteTree(folder);
        }
    }
}
