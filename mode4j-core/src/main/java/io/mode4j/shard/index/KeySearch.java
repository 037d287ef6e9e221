package io.mode4j.shard.index;

import io.mode4j.format.DuckDb;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Where the pairs of some keys are in an index. Of its files the keys alone are read, each of several threads looking through some of the shards. Stateless.
 */
public final class KeySearch {
    private KeySearch() {}

    /**
     * A pair that has a key which was asked for.
     *
     * @param shard its number
     * @param row of the shard, as the files of all later stages have it; of a held-out pair, where in the file of these it is
     * @param heldOut whether no training sees it
     */
    public record Found(String key, int shard, int row, boolean heldOut) {}

    /**
     * {@return the pairs of these keys, in the order of the keys, those of equal keys in that of their shards}
     *
     * @param folder of the finished index
     * @throws IOException if it cannot be read
     */
    public static List<Found> find(Path folder, Collection<String> keys, int threads) throws IOException {
        SampleIndex index = SampleIndex.open(folder);
        Map<String, Integer> shards = new HashMap<>();
        IntStream.range(0, index.shards()).forEach(shard -> shards.put(index.name(shard), shard));
        List<Path> parquet = IntStream.range(0, index.shards())
                .filter(shard -> index.rows(shard) > 0)
                .mapToObj(shard -> folder.resolve(index.name(shard) + DuckDb.EXTENSION))
                .toList();
        List<Found> found = Collections.synchronizedList(new ArrayList<>());
        int pieces = Math.min(threads, parquet.size());
        new Workers(threads).each(pieces, piece -> {
            List<Path> own = parquet.subList(start(piece, pieces, parquet), start(piece + 1, pieces, parquet));
            found.addAll(among(DuckDb.numberedRows(own), "parse_filename(filename, true, 'forward_slash')", keys, shards, folder));
        });
        if (Files.exists(HeldOutPairs.file(folder))) {
            among(DuckDb.numberedRows(List.of(HeldOutPairs.file(folder))), "shard", keys, shards, folder)
                    .forEach(pair -> found.add(new Found(pair.key, pair.shard, pair.row, true)));
        }
        Map<String, Integer> asked = new HashMap<>();
        keys.forEach(key -> asked.putIfAbsent(key, asked.size()));
        found.sort(Comparator.comparingInt((Found pair) -> Objects.requireNonNull(asked.get(pair.key)))
                .thenComparingInt(Found::shard)
                .thenComparingInt(Found::row));
        return List.copyOf(found);
    }

    private static int start(int piece, int pieces, List<Path> all) {
        return (int) ((long) piece * all.size() / pieces);
    }

    private static List<Found> among(String rows, String shard, Collection<String> keys, Map<String, Integer> shards, Path folder)
            throws IOException {
        try (DuckDBConnection connection = DuckDb.connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE wanted (key VARCHAR)");
            try (DuckDBAppender appender = connection.createAppender("temp", "main", "wanted")) {
                for (String key : keys) {
                    appender.beginRow();
                    appender.append(key);
                    appender.endRow();
                }
            }
            List<Found> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery(
                    "SELECT key, %s, file_row_number FROM %s SEMI JOIN wanted USING (key)".formatted(shard, rows))) {
                while (row.next()) {
                    found.add(new Found(row.getString(1), Objects.requireNonNull(shards.get(row.getString(2))), row.getInt(3), false));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IOException("Cannot look through the keys in " + folder + ": " + e.getMessage(), e);
        }
    }
}
