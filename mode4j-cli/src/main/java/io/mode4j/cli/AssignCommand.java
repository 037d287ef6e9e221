package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.StageName;
import io.mode4j.cluster.AssignStage;
import io.mode4j.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Assignment, in a run directory or on plain files. */
@Command(name = "assign", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Give every pair its nearest fine centre.",
    "With --embeddings, --clusters and --out it works on plain files; else in the run directory of --run."})
final class AssignCommand extends RunDirectoryCommand {
    @Option(names = "--embeddings", paramLabel = "FILE.npy|DIR", description = "Plain files: float16 or float32 [rows, dim].")
    private @Nullable Path embeddings;

    @Option(names = "--clusters", paramLabel = "DIR", description = "Plain files: the folder that the cluster command wrote.")
    private @Nullable Path clusters;

    @Option(names = "--out", paramLabel = "DIR", description = "Plain files: where NAME.npy and NAME.distances.npy go.")
    private @Nullable Path out;

    @Mixin
    private RunnerFlags runner;

    @Override
    public Integer call() throws IOException {
        if (embeddings == null) {
            return super.call();
        }
        runner.forbid("--embeddings");
        new AssignStage(new FileLayer(), progress(), threads()).run(embeddings, required("--clusters", clusters), required("--out", out));
        return 0;
    }

    @Override
    Set<StageName> stages() {
        return Set.of(StageName.ASSIGN);
    }

    @Override
    Part part() {
        return runner.around(Pipeline::assign);
    }
}
