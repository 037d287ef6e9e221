package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.task.Task;
import io.mode4j.task.TaskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of evaluation. */
final class EvaluateFlags implements OfStages {
    @Option(names = "--tasks", paramLabel = "FILE", description = "A YAML file of tasks (docs/formats.md). Retrieval on the pairs that the index holds out is evaluated besides, and alone without this option.")
    @Nullable
    Path tasks;

    @Override
    public Set<StageName> stages() {
        return Set.of(StageName.EVALUATE);
    }

    /** The tasks of the file; none without one. */
    List<Task> tasks() throws IOException {
        return tasks == null ? List.of() : TaskFile.read(tasks);
    }
}
