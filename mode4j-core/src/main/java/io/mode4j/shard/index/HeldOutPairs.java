package io.mode4j.shard.index;

import io.mode4j.artifact.FileLayer;
import io.mode4j.format.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The file of the held-out pairs, {@code heldout/pairs.parquet} in the index: the columns of the shards' files and {@code shard}, the name of the shard, in the order in
 * which the pairs were drawn. Stateless.
 */
final class HeldOutPairs {
    /** The file's name in an index. */
    static final String NAME = "heldout/pairs" + DuckDb.EXTENSION;

    private HeldOutPairs() {}

    /** {@return where it is in an index} */
    static Path file(Path indexFolder) {
        return indexFolder.resolve(NAME);
    }

    /** Writes, atomically, the pairs whose {@code shard} and {@code key} are in the table {@code drawn}, in the order of its {@code rank}. */
    static void write(FileLayer files, AllShards all, Path indexFolder) throws IOException {
        Path target = file(indexFolder);
        Path temporary = files.beside(target);
        try {
            all.statement()
                    .execute(
                            "COPY (SELECT %s, shard FROM %s JOIN drawn USING (shard, key) ORDER BY rank) TO %s (FORMAT parquet, COMPRESSION zstd)"
                                    .formatted(SampleRows.COLUMNS, all.rows(), DuckDb.quote(temporary)));
        } catch (SQLException e) {
            throw new IOException("Cannot write " + target + ": " + e.getMessage(), e);
        }
        files.publish(temporary, target);
    }

    /** {@return how many pairs of each shard are held out, by its name; shards without any are not in it} */
    static Map<String, Integer> byShard(Path indexFolder) throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        if (Files.exists(file(indexFolder))) {
            read(file(indexFolder), row -> counts.merge(row.getString(6), 1, Integer::sum));
        }
        return counts;
    }

    /** {@return the pairs of a file} {@code shards} has the number of each shard, by its name. */
    static List<HeldOutPair> read(Path file, Map<String, Integer> shards) throws IOException {
        List<HeldOutPair> pairs = new ArrayList<>();
        read(file, row -> pairs.add(new HeldOutPair(Objects.requireNonNull(shards.get(row.getString(6))), SampleRows.sample(row))));
        return pairs;
    }

    private static void read(Path file, DuckDb.Consumer consumer) throws IOException {
        DuckDb.each(file, SampleRows.COLUMNS + ", shard", consumer);
    }
}
