package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.growth.Grown;
import io.mode4j.jobs.Cluster;
import io.mode4j.pipeline.GrowthOptions;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.task.Task;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pairs that arrived after a run was trained: what is new in them, and the next generation of its experts. */
@Command(name = "grow", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Grow a run by pairs that arrived: say what is new in them, then update an expert or train a new one.",
    "Nothing that is there is written or trained again. The new generation counts once no task of before has become worse; mode4j generations goes back.",
    "With --engine spark the pairs that arrived are read, embedded and assigned there, and models are asked there; experts are trained by this process."})
final class GrowCommand extends UnrecordedCommand {
    @ArgGroup(multiplicity = "1")
    private What what;

    /** Exactly one of them. */
    static final class What {
        @Option(names = "--dry-run", required = true, description = "Only say what is new, and what is advised. What it takes is kept for the command that follows.")
        private boolean dryRun;

        @Option(names = "--update", paramLabel = "EXPERTS", split = ",", required = true, description = "Train these experts on, each on its pairs among those that arrived and on some that it knows, into a new version. Separated by commas.")
        private List<String> update = List.of();

        @Option(names = "--new-expert", required = true, description = "Cluster the pairs that are unlike all before, and train an expert of them from the seed.")
        private boolean newExpert;

        @Option(names = "--refit", required = true, description = "Fit all centres anew: that is a new run, and this says how to begin it.")
        private boolean refit;
    }

    @Option(names = "--replay", paramLabel = "SHARE", description = "With --update: the share of what the expert is trained on that it knows. Default: 0.5")
    private @Nullable Double replay;

    @Option(names = "--tolerance", paramLabel = "T", description = "How much worse a task of before may become, between 0 and 1, with 95 %% confidence. Default: 0")
    private @Nullable Double tolerance;

    @Mixin
    private RuleFlag rule;

    @Mixin
    private IndexFlags index;

    @Mixin
    private PipelineFlags stages;

    @Mixin
    private EvaluateFlags evaluate;

    @Mixin
    private RunnerFlags runner;

    @Override
    int call(RunDirectory directory) throws IOException {
        if (what.refit) {
            throw new BadInputException(
                    "--refit: other centres make other experts, so that is a new run: mode4j run --run OTHER --shards OLD --shards NEW, with --seed-model %s to go on from this one's seed"
                            .formatted(directory.seed()));
        }
        ShardSet shards = index.sources().shardSet();
        PipelineOptions options = stages.options(index, seed(), computing().threads());
        GrowthOptions growing = growing();
        List<Task> tasks = what.dryRun ? List.of() : evaluate.tasks();
        try (Cluster cluster = runner.cluster().orElse(null); Pipeline pipeline = open(directory)) {
            if (cluster != null) {
                pipeline.runBy(cluster);
            }
            if (what.dryRun) {
                NoveltyText.print(pipeline.growing().whatIsNew(shards, options.index()), System.out);
                printPage(directory, new Generations(directory).next());
                return 0;
            }
            Grown grown = pipeline.growing().grow(shards, what.newExpert ? List.of() : what.update, options, growing, tasks);
            NoveltyText.print(grown.novelty(), System.out);
            NoveltyText.print(grown, System.out);
            printPage(directory, grown.generation().number());
            return grown.counts() ? 0 : 1;
        }
    }

    private static void printPage(RunDirectory run, int generation) {
        System.out.println("All of it: " + run.arrival(generation).growthPage().toAbsolutePath());
    }

    private GrowthOptions growing() {
        return checked(() -> {
            GrowthOptions options = GrowthOptions.defaults().withRule(rule.rule());
            options = replay == null ? options : options.withReplay(replay);
            return tolerance == null ? options : options.withTolerance(tolerance);
        });
    }
}
