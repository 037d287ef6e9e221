package io.mode4j.shard;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/**
 * Keys that several shards have. Nothing is lost by them, as all joins are within a shard, but they often mean that the same shard was given
 * twice, so they are counted and a few are named. DuckDB groups the keys and goes to disk when they do not fit its memory.
 *
 * @param keys how many keys are in more than one shard
 * @param first the first few, each with the shards that have it
 */
record Duplicates(long keys, Map<String, String> first) {
    /** What a single shard has. */
    static final Duplicates NONE = new Duplicates(0, Map.of());
    private static final int SHOWN = 5;
    private static final String MEMORY = "1GB";

    static Duplicates in(FileLayer files, Path indexFolder) throws IOException {
        String all = "read_parquet(" + Duck.quote(indexFolder.resolve("*" + IndexStage.EXTENSION)) + ", filename = true)";
        Path spill = files.beside(indexFolder.resolve("duplicates"));
        try (DuckDBConnection connection = Duck.open(); Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = " + Duck.quote(MEMORY));
            statement.execute("SET temp_directory = " + Duck.quote(spill));
            statement.execute("CREATE TEMP TABLE repeated AS SELECT key FROM %s GROUP BY key HAVING count(*) > 1".formatted(all));
            long keys = count(statement);
            return keys == 0 ? NONE : new Duplicates(keys, first(statement, all));
        } catch (SQLException e) {
            throw new IOException("Cannot look for duplicate keys in " + indexFolder + ": " + e.getMessage(), e);
        } finally {
            files.deleteTree(spill);
        }
    }

    private static long count(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT count(*) FROM repeated")) {
            result.next();
            return result.getLong(1);
        }
    }

    private static Map<String, String> first(Statement statement, String all) throws SQLException {
        Map<String, String> first = new LinkedHashMap<>();
        try (ResultSet result = statement.executeQuery(
                """
                SELECT key, string_agg(parse_filename(filename, true), ', ' ORDER BY filename) FROM %s
                WHERE key IN (SELECT key FROM repeated ORDER BY key LIMIT %d) GROUP BY key ORDER BY key""".formatted(all, SHOWN))) {
            while (result.next()) {
                first.put(result.getString(1), result.getString(2));
            }
        }
        return first;
    }
}
