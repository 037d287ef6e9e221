package io.mode4j.shard.index;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Places;
import io.mode4j.format.DuckDb;
import io.mode4j.shard.Sample;
import io.mode4j.shard.ShardSummary;
import io.mode4j.shard.source.ShardScan;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Writes samples to parquet: columns {@code key} VARCHAR, {@code captions} VARCHAR[], {@code image_offset} BIGINT, {@code image_length} INTEGER,
 * {@code media_type} VARCHAR; the file's metadata {@code mode4j.summary} says, in JSON, what was skipped. One connection and one table serve
 * file after file. Not safe for use by several threads.
 */
final class SampleTable implements AutoCloseable {
    /** The name of the summary in the parquet file's metadata. */
    static final String SUMMARY = "mode4j.summary";
    /** Joins a row's captions on their way into DuckDB, where they become a list; a caption has no control characters. */
    private static final char SEPARATOR = 0x1f;

    private final FileLayer files;
    private final DuckDBConnection connection;
    private final Statement statement;
    private final DuckDBAppender appender;

    SampleTable(FileLayer files) throws IOException {
        this.files = files;
        this.connection = DuckDb.connect();
        try {
            this.statement = connection.createStatement();
            statement.execute(
                    "CREATE TEMP TABLE samples (key VARCHAR, captions VARCHAR, image_offset BIGINT, image_length INTEGER, media_type VARCHAR)");
            this.appender = connection.createAppender("temp", "main", "samples");
        } catch (SQLException e) {
            throw new IOException("DuckDB makes no table: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a shard's samples, atomically.
     *
     * @throws IOException when the file cannot be written
     */
    void write(ShardScan scan, Path target) throws IOException {
        write(scan.samples(), "", scan.summary(), target);
    }

    /** Writes samples of which nothing was skipped. */
    void write(List<Sample> samples, Path target) throws IOException {
        write(samples, "", nothingSkipped(samples), target);
    }

    /** Writes held-out pairs, all of one shard. */
    void writeHeldOut(List<Sample> samples, String shard, Path target) throws IOException {
        write(samples, ", %s AS shard".formatted(DuckDb.quote(shard)), nothingSkipped(samples), target);
    }

    private static ShardSummary nothingSkipped(List<Sample> samples) {
        return new ShardSummary(samples.size(), Map.of(), 0, Map.of());
    }

    private void write(List<Sample> samples, String more, ShardSummary summary, Path target) throws IOException {
        Path temporary = files.beside(target);
        try {
            statement.execute("TRUNCATE samples");
            for (Sample sample : samples) {
                appender.beginRow();
                appender.append(sample.key());
                appender.append(joined(sample.captions()));
                appender.append(sample.imageOffset());
                appender.append(sample.imageLength());
                appender.append(sample.mediaType());
                appender.endRow();
            }
            appender.flush();
            copy(statement, "SELECT key, string_split(captions, chr(%d)) AS captions, image_offset, image_length, media_type%s FROM samples"
                    .formatted((int) SEPARATOR, more), summary, temporary);
        } catch (SQLException e) {
            throw new IOException("Cannot write " + target + ": " + e.getMessage(), e);
        }
        files.publish(temporary, target);
    }

    /** Writes the rows that a query gives, and the summary of the shard they are of, to a parquet file. */
    static void copy(Statement statement, String query, ShardSummary summary, Path parquet) throws IOException, SQLException {
        statement.execute("COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, KV_METADATA {%s: %s})".formatted(query, DuckDb.quote(parquet),
                '"' + SUMMARY + '"', DuckDb.quote(summary.toJson())));
    }

    /** {@return the summary that a table put into a parquet file} */
    static ShardSummary summary(DuckDBConnection connection, Path parquet) throws IOException {
        String query = "SELECT decode(value) FROM parquet_kv_metadata(%s) WHERE decode(key) = %s".formatted(
                DuckDb.pattern(Places.onDisk(parquet)),
                DuckDb.quote(SUMMARY));
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(query)) {
            if (!result.next()) {
                throw new IOException(parquet + " has no summary: it was not written by mode4j. Remove it and run again.");
            }
            return ShardSummary.ofJson(result.getString(1));
        } catch (SQLException e) {
            throw new IOException("Cannot read " + parquet + ": " + e.getMessage(), e);
        }
    }

    private static String joined(List<String> captions) {
        return captions.size() == 1 ? captions.getFirst() : String.join(String.valueOf(SEPARATOR), captions);
    }

    /** {@return the summary of a file that was written before} */
    ShardSummary summary(Path parquet) throws IOException {
        return summary(connection, parquet);
    }

    @Override
    public void close() throws IOException {
        try (connection; statement; appender) {
            statement.execute("DROP TABLE samples");
        } catch (SQLException e) {
            throw new IOException("DuckDB does not close: " + e.getMessage(), e);
        }
    }
}
