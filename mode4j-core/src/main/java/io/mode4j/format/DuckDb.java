package io.mode4j.format;

import io.mode4j.artifact.Places;
import io.mode4j.artifact.UnpackedLibraries;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * DuckDB, which reads and writes the parquet files: one instance in memory for the process, a connection for everyone who asks. It has one
 * thread, so that the order of rows and the bytes of files never depend on the machine; parallelism comes from several connections.
 */
public final class DuckDb {
    /** The end of the name of a parquet file. */
    public static final String EXTENSION = ".parquet";

    private static final Pattern PATTERN = Pattern.compile("[*?\\[]");

    private static final class Holder {
        static final DuckDBConnection ROOT = open();
    }

    /** Holds of a result what is read next, in place of all of it. */
    private static final class Streaming {
        static final DuckDBConnection ROOT = open(Map.of("jdbc_stream_results", "true"));
    }

    private DuckDb() {}

    /** {@return a connection, which the caller closes}; not safe for use by several threads. */
    public static DuckDBConnection connect() throws IOException {
        try {
            return Holder.ROOT.duplicate();
        } catch (SQLException e) {
            throw new IOException("DuckDB gives no connection: " + e.getMessage(), e);
        }
    }

    /** {@return a connection for results that memory may not hold, which the caller closes}; not safe for use by several threads. */
    public static DuckDBConnection streaming() throws IOException {
        try {
            return Streaming.ROOT.duplicate();
        } catch (SQLException e) {
            throw new IOException("DuckDB gives no connection: " + e.getMessage(), e);
        }
    }

    /** {@return the name of a column as SQL has it} */
    public static String name(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }

    /** {@return the text as an SQL literal} */
    public static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** {@return the path as an SQL literal}; what is a store's, is on this machine for it */
    public static String quote(Path path) throws IOException {
        return quote(Places.onDisk(path).toString());
    }

    /** {@return what stands behind FROM for the rows of parquet files: their columns and {@code filename}; nothing in a path stands for anything but itself} */
    public static String rows(List<Path> parquet) throws IOException {
        return Places.onDisk(parquet)
                .stream()
                .map(DuckDb::pattern)
                .collect(Collectors.joining(", ", "read_parquet([", "], filename = true, hive_partitioning = false)"));
    }

    /** As {@link #rows(List)}, of one file. */
    public static String rows(Path parquet) throws IOException {
        return rows(List.of(parquet));
    }

    /** {@return the same, with {@code file_row_number}} */
    public static String numberedRows(List<Path> parquet) throws IOException {
        String rows = rows(parquet);
        return rows.substring(0, rows.length() - 1) + ", file_row_number = true)";
    }

    /** {@return what stands behind FROM for the rows of a parquet file of others: its columns alone, one of which may be called {@code filename}} */
    public static String foreignRows(Path parquet) throws IOException {
        return "read_parquet(%s, hive_partitioning = false)".formatted(pattern(Places.onDisk(parquet)));
    }

    /** {@return the same, with {@code file_row_number}} */
    public static String numberedRows(Path parquet) throws IOException {
        return "read_parquet(%s, file_row_number = true, hive_partitioning = false)".formatted(pattern(Places.onDisk(parquet)));
    }

    /** The path as an SQL literal where DuckDB takes patterns. */
    public static String pattern(Path path) {
        return quote(PATTERN.matcher(path.toString()).replaceAll("[$0]"));
    }

    /** What is done with a row. */
    public interface Consumer {
        void accept(ResultSet row) throws SQLException;
    }

    /** Hands on some columns of all rows of a parquet file, in its order. */
    public static void each(Path parquet, String columns, Consumer consumer) throws IOException {
        try (DuckDBConnection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT %s FROM %s".formatted(columns, rows(parquet)))) {
            while (row.next()) {
                consumer.accept(row);
            }
        } catch (SQLException e) {
            throw new IOException("Cannot read " + parquet + ": " + e.getMessage(), e);
        }
    }

    /** {@return an instance of its own, whose settings may be changed; the caller closes it} */
    public static DuckDBConnection open() {
        return open(Map.of());
    }

    private static DuckDBConnection open(Map<String, String> settings) {
        try {
            Properties properties = new Properties();
            properties.putAll(settings);
            DuckDBConnection connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", properties);
            UnpackedLibraries.delete("libduckdb_java");
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET threads = 1");
                statement.execute("SET temp_directory = ''");
                // parquet is built in; nothing shall be fetched
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET autoload_known_extensions = false");
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not start: " + e.getMessage(), e);
        }
    }
}
