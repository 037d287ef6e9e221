package io.mode4j.cli;

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
    void call(Pipeline pipeline) throws IOException {
        HeldOut data = evaluate.heldOut(index.shardSet(), seed());
        announce(pipeline.run(stages.options(data, index, seed())));
    }
}
