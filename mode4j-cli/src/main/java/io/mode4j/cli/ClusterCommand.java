package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import java.io.IOException;
import java.nio.file.Path;
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

    @Override
    public Integer call() throws IOException {
        if (embeddings == null) {
            return super.call();
        }
        new ClusterStage(new FileLayer(), progress(), flags.options(seed())).run(embeddings, required("--out", out));
        return 0;
    }

    @Override
    Part part() {
        ClusterOptions options = flags.options(seed());
        return pipeline -> pipeline.cluster(options);
    }
}
