package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.StageName;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Clustering, in a run directory or on plain files. */
@Command(name = "cluster", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Fit balanced fine centres on a sample of the embeddings, and coarse clusters on the fine centres.",
    "With --embeddings and --out it works on plain files; else in the run directory of --run."})
final class ClusterCommand extends RunDirectoryCommand {
    @Option(names = "--embeddings", paramLabel = "FILE.npy|DIR", description = "Plain files: float16 or float32 [rows, dim].")
    private @Nullable Path embeddings;

    @Option(names = "--out", paramLabel = "DIR", description = "Plain files: where fine.safetensors and coarse.safetensors go.")
    private @Nullable Path out;

    @Mixin
    private ClusterFlags flags;

    @Mixin
    private RunnerFlags runner;

    @Override
    public Integer call() throws IOException {
        if (embeddings == null) {
            return super.call();
        }
        runner.forbid("--embeddings");
        new ClusterStage(new FileLayer(), progress(), options()).run(embeddings, required("--out", out));
        return 0;
    }

    private ClusterOptions options() {
        ClusterOptions options = flags.options(seed(), threads());
        requireConsistent(options::check);
        return options;
    }

    @Override
    Set<StageName> stages() {
        return Set.of(StageName.CLUSTER);
    }

    @Override
    Part part() {
        ClusterOptions options = options();
        return runner.around(pipeline -> pipeline.cluster(options));
    }
}
