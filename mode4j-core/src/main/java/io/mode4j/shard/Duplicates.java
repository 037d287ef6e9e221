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
 * twice, so they are counted and a few are named. DuckDB groups the keys; many of them in an instance of their own, which goes to disk when they do not fit its
 * memory, and takes 30 ms to start.
 *
 * @param keys how many keys are in more than one shard
 * @param first the first few, each with the shards that have it
 */
record Duplicates(long keys, Map<String, String> first) {
    /** What a single shard has. */
    static final Duplicates NONE = new Duplicates(0, Map.of());
    private static final int SHOWN = 5;
    private static final String MEMORY = "1GB";
    /** So many keys take a small part of that memory. */
    private static final long FEW = 1_000_000;

    /** Looks through the index of all shards, which has so many rows. */
    static Duplicates in(FileLayer files, Path indexFolder, long rows) throws IOException {
        Path spill = files.beside(indexFolder.resolve("duplicates"));
        try (DuckDBConnection connection = rows <= FEW ? Duck.connect() : spilling(spill);
                Statement statement = connection.createStatement()) {
            return in(statement, "read_parquet(" + Duck.quote(indexFolder.resolve("*" + IndexStage.EXTENSION)) + ", filename = true)");
        } catch (SQLException e) {
            throw new IOException("Cannot look for duplicate keys in " + indexFolder + ": " + e.getMessage(), e);
        } finally {
            files.deleteTree(spill);
        }
    }

    private static DuckDBConnection spilling(Path spill) throws SQLException {
        DuckDBConnection connection = Duck.open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = " + Duck.quote(MEMORY));
            statement.execute("SET temp_directory = " + Duck.quote(spill));
        }
        return connection;
    }

    private static Duplicates in(Statement statement, String all) throws SQLException {
        statement.execute("CREATE OR REPLACE TEMP TABLE repeated AS SELECT key FROM %s GROUP BY key HAVING count(*) > 1".formatted(all));
        long keys = count(statement);
        return keys == 0 ? NONE : new Duplicates(keys, first(statement, all));
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
