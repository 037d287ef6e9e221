package io.mode4j.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Score every model on the tasks, weigh the experts, and write the results. */
@Command(name = "evaluate", description = "Score every model on the tasks, weigh the experts, and write the results.", mixinStandardHelpOptions = true, sortOptions = false)
final class EvaluateCommand extends RunDirectoryCommand {
    @Mixin
    private IndexFlags index;

    @Mixin
    private EvaluateFlags evaluate;

    @Override
    void call(Pipeline pipeline) throws IOException {
        pipeline.evaluate(evaluate.heldOut(index.shardSet(), seed()).tasks());
    }
}
