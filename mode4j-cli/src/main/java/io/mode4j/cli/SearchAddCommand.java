package io.mode4j.cli;

import io.mode4j.clip.VectorSpace;
import io.mode4j.search.PictureIndexWriter;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Adds to an index. */
@Command(name = "add", mixinStandardHelpOptions = true, sortOptions = false, description = "Add pictures to an index, while others ask it. Shards that have changed since are taken in anew.")
final class SearchAddCommand implements Callable<Integer> {
    @Mixin
    private IndexModelFlags flags;

    @Mixin
    private IndexingFlags pictures;

    @Override
    public Integer call() throws IOException {
        ShardSet shards = pictures.shardSet();
        try (PictureIndexWriter writer = PictureIndexWriter.open(flags.index()); VectorSpace space = flags.open(writer.description())) {
            pictures.index(shards, writer, space);
        }
        return 0;
    }
}
