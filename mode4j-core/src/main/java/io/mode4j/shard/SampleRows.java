package io.mode4j.shard;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.duckdb.DuckDBConnection;

/** Samples as rows of the parquet files. Stateless. */
final class SampleRows {
    /** A sample's columns, in the order that {@link #sample} expects. */
    static final String COLUMNS = "key, captions, image_offset, image_length, media_type";

    private SampleRows() {}

    /** What is done with a row. */
    interface Consumer {
        void accept(ResultSet row) throws SQLException;
    }

    /** Hands on some columns of all rows of a parquet file, in its order. */
    static void each(Path parquet, String columns, Consumer consumer) throws IOException {
        try (DuckDBConnection connection = DuckDb.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT %s FROM %s".formatted(columns, DuckDb.rows(parquet)))) {
            while (row.next()) {
                consumer.accept(row);
            }
        } catch (SQLException e) {
            throw new IOException("Cannot read " + parquet + ": " + e.getMessage(), e);
        }
    }

    /** {@return the sample of the present row, whose {@link #COLUMNS} come first} */
    static Sample sample(ResultSet row) throws SQLException {
        Object[] captions = (Object[]) row.getArray(2).getArray();
        return new Sample(row.getString(1), Arrays.stream(captions).map(String::valueOf).toList(), row.getLong(3), row.getInt(4),
                row.getString(5));
    }
}
