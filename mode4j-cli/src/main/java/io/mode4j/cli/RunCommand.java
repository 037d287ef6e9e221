package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.StageName;
import io.mode4j.jobs.Cluster;
import io.mode4j.jobs.JobQueue;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.task.Task;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole pipeline on the user's own shards. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Run every stage, from shards to the report.", "What is done already, with the same options and inputs, is not done again."})
final class RunCommand extends RunDirectoryCommand {
    @Option(names = "--until", paramLabel = "STAGE", converter = RunOptions.StageConverter.class, description = "Stop after this stage: index, embed, cluster or assign. What follows goes on from there, here or elsewhere.")
    private @Nullable StageName until;

    @Mixin
    private IndexFlags index;

    @Mixin
    private EvaluateFlags evaluate;

    @Mixin
    private PipelineFlags stages;

    @Mixin
    private JobFlags jobs;

    @Mixin
    private RunnerFlags runner;

    @Override
    Set<StageName> stages() {
        return EnumSet.allOf(StageName.class);
    }

    @Override
    Part part() throws IOException {
        StageName last = until;
        if (last != null && last.compareTo(StageName.ASSIGN) > 0) {
            throw new BadInputException("--until " + last + ": expected index, embed, cluster or assign; mode4j train makes single models");
        }
        PipelineOptions options = stages.options(index, seed(), threads());
        requireConsistent(options::check);
        ShardSet shards = index.shardSet(run().index());
        List<Task> tasks = evaluate.tasks();
        Optional<Cluster> cluster = runner.cluster();
        Optional<JobQueue> queue = cluster.map(there -> jobs.queue(run(), progressOption(), there, 1))
                .or(() -> jobs.queue(run(), progressOption(), List.of()));
        return RunnerFlags.around(cluster, pipeline -> {
            if (last != null) {
                pipeline.prepare(shards, options, last);
                return;
            }
            queue.ifPresent(pipeline::trainBy);
            announce(pipeline.run(shards, tasks, options));
        });
    }

    @Override
    TorchOptions computing() {
        return jobs.on(super.computing());
    }
}
