package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.util.Set;
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
    Set<StageName> stages() {
        return Set.of(StageName.SEED, StageName.EXPERTS, StageName.BASELINES);
    }

    @Override
    Part part() throws IOException {
        TrainOptions options = train.options(seed());
        requireConsistent(options::check);
        CaptionChoice caption = embed.options(seed()).caption();
        return pipeline -> {
            pipeline.trainSeed(options, caption);
            pipeline.trainExperts(options, caption);
            pipeline.trainBaselines(options, caption);
        };
    }
}
