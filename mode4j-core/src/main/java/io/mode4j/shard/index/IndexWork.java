package io.mode4j.shard.index;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Places;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.ShardSummary;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.source.ListedFile;
import io.mode4j.shard.source.Shard;
import io.mode4j.shard.source.ShardScan;
import io.mode4j.work.Work;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.function.LongConsumer;

/**
 * Indexes a shard: reads it once, writes its parquet file, and returns what became of its samples. A file that is there is whole, and counted.
 *
 * @param files what writes
 * @param lines what the lines of a {@code .txt} are
 * @param keyEnd where keys end
 * @param leaveOut keys of pairs that are left out
 */
public record IndexWork(FileLayer files, TxtLines lines, KeyEnd keyEnd,
        SortedSet<String> leaveOut) implements Work<IndexWork.Part, ShardSummary> {
    /**
     * A shard to index.
     *
     * @param shard the shard
     * @param parquet the path of the file to write
     */
    public record Part(Shard shard, String parquet) implements Serializable {}

    @Override
    public String name() {
        return IndexRecipe.STAGE;
    }

    @Override
    public Worker<Part, ShardSummary> open() throws IOException {
        SampleTable table = new SampleTable(files);
        return new Worker<>() {
            @Override
            public ShardSummary run(Part part, LongConsumer advanced) throws IOException {
                ShardSummary summary = index(table, part);
                advanced.accept(1);
                return summary;
            }

            @Override
            public void close() throws IOException {
                table.close();
            }
        };
    }

    private ShardSummary index(SampleTable table, Part part) throws IOException {
        Path target = Places.known(part.parquet);
        if (Files.exists(target)) {
            return table.summary(target);
        }
        ShardScan scan = part.shard.format().reader().scan(part.shard, lines, keyEnd).without(leaveOut);
        if (!scan.files().isEmpty()) {
            ListedFile.write(files, scan.files(), target.resolveSibling(ListedFile.name(part.shard.name())));
        }
        table.write(scan, target);
        return scan.summary();
    }
}
