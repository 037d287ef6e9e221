package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.StageName;
import io.mode4j.shard.index.SourcePackStage;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Pairs in new shards: those of any sources as WebDataset tars, or those of a run by who needs them. */
@Command(name = "pack", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "With --shards: write WebDataset tars of any pictures and captions that --shards takes (docs/data.md), in DIR/00000.tar, DIR/00001.tar … Killed, it goes on where it was.",
    "With --run and --by-expert: write each expert's pairs into a run directory of its own, DIR/expert-0, DIR/expert-1 …: shards, index, assignments, clusters, and the seed model if it is trained. There `train --only expert-0` needs nothing else, and makes the same bytes. Needs the run up to its assign stage."})
final class PackCommand extends RunDirectoryCommand {
    @Mixin
    private IndexFlags index;

    @Mixin
    private TrainFlags train;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the tars go, or the run directories of the experts.")
    private @Nullable Path out;

    @Option(names = "--shard-size", paramLabel = "N", defaultValue = "10000", description = "With --shards: pairs a tar. Default: ${DEFAULT-VALUE}")
    private int shardSize;

    @Option(names = "--by-expert", description = "With --run: a share for each expert, the pairs of its cluster, and those of others (--ooc-ratio) that it is trained on.")
    private boolean byExpert;

    @Spec
    private CommandSpec spec;

    @Override
    Set<StageName> stages() {
        return Set.of();
    }

    @Override
    public Integer call() throws IOException {
        if (byExpert && index.sources().byFlag()) {
            throw new ParameterException(spec.commandLine(), "expected --shards or --by-expert, found both");
        }
        return byExpert || !index.sources().byFlag() ? super.call() : packSources();
    }

    private Integer packSources() throws IOException {
        forbidRun("--shards");
        Path target = required("--out", out);
        if (shardSize < 1) {
            throw new ParameterException(spec.commandLine(), "--shard-size: expected at least 1, found " + shardSize);
        }
        useCache();
        ShardSet shards = index.sources().shardSet();
        try {
            Manifest packed = new SourcePackStage(new FileLayer(), progress(), index.options(seed(), threads()), shardSize).run(shards,
                    target);
            System.out.printf(Locale.ROOT, "%,d pairs in %,d tars%n", (Number) packed.summary().get("rows"),
                    (Number) packed.summary().get("tars"));
        } catch (MismatchException e) {
            throw new BadInputException(e.getMessage() + ". Remove that folder, or give another --out", e);
        }
        System.out.println("Next: mode4j run --shards " + target + " --run RUN");
        return 0;
    }

    @Override
    Part part() throws IOException {
        TrainOptions options = train.options(seed());
        requireConsistent(options::check);
        Path target = required("--out", out);
        if (!byExpert) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--shards', or '--by-expert' with '--run'");
        }
        return pipeline -> pipeline.packByExpert(target, options)
                .forEach(run -> System.out.println("Next: mode4j train --run " + run + " --only " + run.getFileName()));
    }
}
