package io.mode4j.cli;

import io.mode4j.clip.VectorSpace;
import io.mode4j.search.IndexBuild;
import io.mode4j.search.PictureIndex;
import io.mode4j.search.PictureIndexWriter;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** Which pictures are brought into an index. */
final class IndexingFlags {
    private static final int MOST_LINES = 100;

    @Mixin
    private ShardFlags shards;

    @Mixin
    private CacheFlags cache;

    @Mixin
    private ProgressOption progress;

    /** The shards that were named; from now on what is unpacked of them is kept where the options say. */
    ShardSet shardSet() throws IOException {
        cache.use();
        return shards.shardSet();
    }

    /** Brings the pictures into an index, and says what became of them. */
    void index(ShardSet shards, PictureIndexWriter writer, VectorSpace space) throws IOException {
        IndexBuild.Done done = new IndexBuild(writer, space, progress.progress()).run(shards);
        done.skipped().stream().limit(MOST_LINES).forEach(line -> System.err.println("skipped " + line));
        if (done.skipped().size() > MOST_LINES) {
            System.err.printf("skipped %,d more%n", done.skipped().size() - MOST_LINES);
        }
        done.unpaired().forEach((cause, n) -> System.err.printf("not read, %s: %,d%n", cause, n));
        try (PictureIndex index = PictureIndex.open(writer.folder())) {
            System.out.printf("%,d pictures in %s: %,d added, %,d deleted, %,d skipped%n", index.pictures(), writer.folder(), done.added(),
                    done.deleted(),
                    done.skipped().size());
        }
    }
}
