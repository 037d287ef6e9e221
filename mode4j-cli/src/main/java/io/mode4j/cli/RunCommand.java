package io.mode4j.cli;

import io.mode4j.pipeline.PipelineOptions;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole pipeline on the user's own shards. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Run every stage, from shards to the report.", "What is done already, with the same options and inputs, is not done again."})
final class RunCommand extends RunDirectoryCommand {
    @Mixin
    private IndexFlags index;

    @Mixin
    private EvaluateFlags evaluate;

    @Mixin
    private PipelineFlags stages;

    @Override
    boolean begins() {
        return true;
    }

    @Override
    Part part() throws IOException {
        PipelineOptions options = stages.options(index, seed()).apply(index.shardSet(), evaluate.tasks());
        return pipeline -> announce(pipeline.run(options));
    }
}
