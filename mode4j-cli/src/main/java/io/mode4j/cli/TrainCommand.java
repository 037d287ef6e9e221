package io.mode4j.cli;

import io.mode4j.pipeline.TrainingOptions;
import io.mode4j.shard.CaptionChoice;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Train the seed model, the experts that continue it, and the dense baseline. */
@Command(name = "train", description = "Train the seed model, the experts that continue it, and the dense baseline.", mixinStandardHelpOptions = true, sortOptions = false)
final class TrainCommand extends RunDirectoryCommand {
    @Mixin
    private EmbedFlags embed;

    @Mixin
    private TrainFlags train;

    @Override
    Part part() throws IOException {
        TrainingOptions options = train.options(seed());
        CaptionChoice caption = embed.choice(seed());
        return pipeline -> {
            pipeline.trainSeed(options, caption);
            pipeline.trainExperts(options, caption);
            pipeline.trainBaselines(options, caption);
        };
    }
}
