package io.mode4j.shard.index;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys that several shards have. Nothing is lost by them, as all joins are within a shard, but they often mean that the same shard was given
 * twice, so they are counted and a few are named. DuckDB groups the keys.
 *
 * @param keys how many keys are in more than one shard
 * @param first the first few, each with the shards that have it
 */
record Duplicates(long keys, Map<String, String> first) {
    /** What a single shard has. */
    static final Duplicates NONE = new Duplicates(0, Map.of());
    private static final int SHOWN = 5;

    /** Looks through the pairs of all shards. */
    static Duplicates in(AllShards all) throws IOException {
        try {
            all.statement()
                    .execute("CREATE OR REPLACE TEMP TABLE repeated AS SELECT key FROM %s GROUP BY key HAVING count(*) > 1"
                            .formatted(all.rows()));
            long keys = count(all.statement());
            return keys == 0 ? NONE : new Duplicates(keys, first(all));
        } catch (SQLException e) {
            throw all.failed(e);
        }
    }

    private static long count(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT count(*) FROM repeated")) {
            result.next();
            return result.getLong(1);
        }
    }

    private static Map<String, String> first(AllShards all) throws SQLException {
        Map<String, String> first = new LinkedHashMap<>();
        try (ResultSet result = all.statement()
                .executeQuery(
                        """
                        SELECT key, string_agg(shard, ', ' ORDER BY shard) FROM %s
                        WHERE key IN (SELECT key FROM repeated ORDER BY key LIMIT %d) GROUP BY key ORDER BY key"""
                                .formatted(all.rows(), SHOWN))) {
            while (result.next()) {
                first.put(result.getString(1), result.getString(2));
            }
        }
        return first;
    }
}
