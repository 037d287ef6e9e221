package io.mode4j.cli;

import io.mode4j.clip.VectorSpace;
import io.mode4j.search.PictureIndexWriter;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes an index. */
@Command(name = "build", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Make an index of pictures, with their captions where they have any.",
    "The same command again goes on where it was stopped, and takes in what has changed."})
final class SearchBuildCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder of the index.")
    private Path out;

    @Mixin
    private IndexingFlags pictures;

    @Mixin
    private ClipFlags clip;

    @Override
    public Integer call() throws IOException {
        ShardSet shards = pictures.shardSet();
        IndexedModel model = clip.indexed(out);
        try (VectorSpace space = model.space(); PictureIndexWriter writer = PictureIndexWriter.open(out, model.description())) {
            pictures.index(shards, writer, space);
        }
        return 0;
    }
}
