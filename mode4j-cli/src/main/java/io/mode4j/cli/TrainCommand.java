package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.ranks.RankPlace;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Train the seed model, the experts that continue it, and the dense baseline. */
@Command(name = "train", description = "Train the seed model, the experts that continue it, and the dense baseline.", mixinStandardHelpOptions = true, sortOptions = false)
final class TrainCommand extends RunDirectoryCommand {
    @Mixin
    private EmbedFlags embed;

    @Mixin
    private TrainFlags train;

    @Option(names = "--only", paramLabel = "MODEL", description = "Train one model alone: seed, expert-0, expert-1 …, dense. Experts and baselines continue the seed and know nothing of each other: once it is done, each can be trained by a process of its own, at the same time, on any machine that sees the run directory.")
    private @Nullable String only;

    @Mixin
    private RankFlags ranks;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        checkRun();
        Optional<RankPlace> place = RankPlace.in(System.getenv());
        if (place.isPresent()) {
            return new RankProcess(place.get(), ranks.timeout()).run(spec.commandLine(), computing(), this::call);
        }
        return ranks.processes() > 1 ? new LocalRanks(ranks).run(spec.root().commandLine().getParseResult().originalArgs()) : super.call();
    }

    @Override
    Set<StageName> stages() {
        return Set.of(StageName.SEED, StageName.EXPERTS, StageName.BASELINES);
    }

    @Override
    Part part() throws IOException {
        TrainOptions options = train.options(seed());
        requireConsistent(options::check);
        CaptionChoice caption = embed.options(seed()).caption();
        String model = only;
        return model != null ? pipeline -> pipeline.train(model, options, caption) : pipeline -> {
            pipeline.trainSeed(options, caption);
            pipeline.trainExperts(options, caption);
            pipeline.trainBaselines(options, caption);
        };
    }
}
