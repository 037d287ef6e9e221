package io.mode4j.cli;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.ensemble.RoutingRule;
import io.mode4j.growth.ToRetire;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.pipeline.Retired;
import io.mode4j.task.Task;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pairs that no expert is to have seen. */
@Command(name = "retire", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Train the experts again that saw some pairs, from the seed and without these, into the next generation; all others stay as they are.",
    "Refused where the seed saw one of them: every expert continues it."})
final class RetireCommand extends UnrecordedCommand {
    @Mixin
    private KeyFlags keys;

    @Option(names = "--dry-run", description = "Only say which models saw the pairs, and what would be trained again.")
    private boolean dryRun;

    @Mixin
    private RuleFlag rule;

    @Mixin
    private TrainFlags train;

    @Mixin
    private EvaluateFlags evaluate;

    @Override
    int call(RunDirectory directory) throws IOException {
        List<String> wanted = keys.keys();
        TrainOptions options = train.options(seed());
        RoutingRule weighing = rule.rule();
        List<Task> tasks = dryRun ? List.of() : evaluate.tasks();
        ToRetire what;
        try (Pipeline pipeline = open(directory)) {
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
}
