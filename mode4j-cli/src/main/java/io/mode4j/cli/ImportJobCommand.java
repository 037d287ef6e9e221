package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A model that was trained elsewhere comes into its run. */
@Command(name = "import-job", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Bring a model that `train --job` trained elsewhere into its run.",
    "It is refused, with the difference, unless this run would train it from the same seed, pairs and options."})
final class ImportJobCommand extends RunDirectoryCommand {
    @Parameters(paramLabel = "FILE", description = "What train --job wrote: expert-2.result.tar.")
    private Path file;

    @Mixin
    private EmbedFlags embed;

    @Mixin
    private TrainFlags train;

    @Override
    Set<StageName> stages() {
        return Set.of();
    }

    @Override
    Part part() throws IOException {
        TrainOptions options = train.options(seed());
        requireConsistent(options::check);
        CaptionChoice caption = embed.options(seed()).caption();
        return pipeline -> System.out.println(pipeline.importJob(file, options, caption)
                .map(model -> model + " is in " + run().root())
                .orElseGet(() -> "The model of " + file + " is there already, the same to the bit; nothing is changed."));
    }
}
