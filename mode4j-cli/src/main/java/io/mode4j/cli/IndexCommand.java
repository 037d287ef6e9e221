package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Read shards once, and write an index of their pairs. */
@Command(name = "index", description = "Read shards once, and write an index of their pairs.", mixinStandardHelpOptions = true, sortOptions = false)
final class IndexCommand extends RunDirectoryCommand {
    @Mixin
    private IndexFlags index;

    @Mixin
    private RunnerFlags runner;

    @Override
    Set<StageName> stages() {
        return Set.of(StageName.INDEX);
    }

    @Override
    Part part() throws IOException {
        ShardSet shards = index.shardSet(run().index());
        IndexOptions options = index.options(seed(), threads());
        return runner.around(pipeline -> pipeline.index(shards, options));
    }
}
