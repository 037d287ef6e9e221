package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.task.Task;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Score every model on the tasks, weigh the experts, and write the results. */
@Command(name = "evaluate", description = "Score every model on the tasks, weigh the experts, and write the results.", mixinStandardHelpOptions = true, sortOptions = false)
final class EvaluateCommand extends RunDirectoryCommand {
    @Mixin
    private EmbedFlags embed;

    @Mixin
    private EvaluateFlags evaluate;

    @Override
    Set<StageName> stages() {
        return Set.of(StageName.EVALUATE);
    }

    @Override
    Part part() throws IOException {
        List<Task> tasks = evaluate.tasks();
        CaptionChoice caption = embed.options(seed()).caption();
        return pipeline -> pipeline.evaluate(tasks, caption);
    }
}
