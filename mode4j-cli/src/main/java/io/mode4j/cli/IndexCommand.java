package io.mode4j.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Read shards once, and write an index of their pairs. */
@Command(name = "index", description = "Read shards once, and write an index of their pairs.", mixinStandardHelpOptions = true, sortOptions = false)
final class IndexCommand extends RunDirectoryCommand {
    @Mixin
    private IndexFlags index;

    @Override
    void call(Pipeline pipeline) throws IOException {
        pipeline.index(index.shardSet(), index.options());
    }
}
