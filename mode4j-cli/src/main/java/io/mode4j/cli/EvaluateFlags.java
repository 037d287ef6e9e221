package io.mode4j.cli;

import io.mode4j.shard.ShardSet;
import io.mode4j.task.TaskFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of evaluation. */
final class EvaluateFlags {
    @Option(names = "--tasks", paramLabel = "FILE", description = "A YAML file of tasks (docs/formats.md). Default: retrieval on held-out shards.")
    @Nullable
    Path tasks;

    @Option(names = "--holdout", paramLabel = "SHARE", defaultValue = "0.05", description = "Without --tasks: the share of the shards that no stage sees and that retrieval is evaluated on. Default: ${DEFAULT-VALUE}")
    double holdout;

    /** Which shards are trained on, and which tasks are evaluated. */
    HeldOut heldOut(ShardSet shards, long seed) throws IOException {
        return tasks == null ? HeldOut.of(shards, holdout, seed) : new HeldOut(shards, TaskFile.read(tasks));
    }
}
