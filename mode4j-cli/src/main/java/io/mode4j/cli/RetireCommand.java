package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.ensemble.NearestRule;
import io.mode4j.ensemble.RoutingRule;
import io.mode4j.growth.ToRetire;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.pipeline.Retired;
import io.mode4j.task.Task;
import io.mode4j.torch.TorchOptions;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Pairs that no expert is to have seen. */
@Command(name = "retire", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Train the experts again that saw some pairs, from the seed and without these, into the next generation; all others stay as they are.",
    "Refused where the seed saw one of them: every expert continues it."})
final class RetireCommand implements Callable<Integer> {
    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run directory.")
    private Path run;

    @Mixin
    private KeyFlags keys;

    @Option(names = "--dry-run", description = "Only say which models saw the pairs, and what would be trained again.")
    private boolean dryRun;

    @Option(names = "--rule", paramLabel = "RULE", description = "How experts are weighed when tasks before and after are compared: nearest, per-text, paper, reference, or uniform. Default: nearest")
    private @Nullable String rule;

    @Option(names = "--seed", paramLabel = "S", description = "The seed of every random choice. Default: the run's")
    private long seed;

    @Mixin
    private TrainFlags train;

    @Mixin
    private EvaluateFlags evaluate;

    @Mixin
    private EngineFlags engine;

    @Mixin
    private CacheFlags cache;

    @Mixin
    private ProgressOption progress;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        RunDirectory directory = RunDirectoryCommand.existing(run);
        List<String> wanted = keys.keys();
        cache.use();
        TorchOptions computing = engine.options();
        TrainOptions options = train.options(seed);
        RoutingRule weighing = rule();
        List<Task> tasks = dryRun ? List.of() : evaluate.tasks();
        ToRetire what;
        try (Pipeline pipeline = new Pipeline(directory.root(), computing, new FileLayer(), progress.progress())) {
            if (dryRun) {
                what = pipeline.growing().whoSaw(wanted);
                RetireText.print(what, pipeline.growing().samplesOfAnExpert(options), System.out);
                if (!what.isDone()) {
                    what.requireUnseenBySeed();
                }
            } else {
                Retired retired = pipeline.growing().retire(wanted, options, weighing, tasks);
                what = retired.what();
                RetireText.print(retired, System.out);
            }
        }
        KeyFlags.requireKnown(what.unknown(), directory);
        return 0;
    }

    private RoutingRule rule() {
        try {
            return rule == null ? new NearestRule() : EnsembleOptions.standard().rule(rule);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), OptionNames.asFlags(String.valueOf(e.getMessage())), e);
        }
    }
}
