package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What it takes to train one model elsewhere, as a file. */
@Command(name = "export-job", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Pack what it takes to train one model on a machine that does not see the run into a file: its pairs, the clusters, the seed model, the run's options.",
    "There `train --job FILE` trains it, to the same bytes as here, and `import-job` brings it back. Needs the trained seed."})
final class ExportJobCommand extends RunDirectoryCommand {
    @Mixin
    private EmbedFlags embed;

    @Mixin
    private TrainFlags train;

    @Option(names = "--only", paramLabel = "MODEL", required = true, description = "The model: expert-0, expert-1 …, dense.")
    private String only;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to. Default: MODEL.tar")
    private @Nullable Path out;

    @Option(names = "--references", description = "Pack the index of all pairs in place of pairs: the other machine sees the shards at the same paths as this one.")
    private boolean references;

    @Override
    Set<StageName> stages() {
        return Set.of();
    }

    @Override
    Part part() throws IOException {
        TrainOptions options = train.options(seed());
        requireConsistent(options::check);
        CaptionChoice caption = embed.options(seed()).caption();
        Path file = out == null ? Path.of(only + ".tar") : out;
        return pipeline -> {
            pipeline.exportJob(only, file, references, options, caption);
            System.out.println("Next, on the other machine: mode4j train --job " + file);
        };
    }
}
