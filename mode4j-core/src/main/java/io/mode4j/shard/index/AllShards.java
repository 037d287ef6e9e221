package io.mode4j.shard.index;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FileTree;
import io.mode4j.format.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * Questions about all pairs of an index, the held-out ones too, in SQL. Many pairs are asked in an instance of DuckDB of their own, which goes to disk when
 * they do not fit its memory, and takes 30 ms to start. Not safe for use by several threads.
 */
final class AllShards implements AutoCloseable {
    private static final String MEMORY = "1GB";
    /** So many pairs take a small part of that memory. */
    private static final long FEW = 1_000_000;

    private final FileLayer files;
    private final Path folder;
    private final String rows;
    private final Path spill;
    private final DuckDBConnection connection;
    private final Statement statement;

    /** Opens the index in a folder, finished or not, that holds so many pairs. */
    AllShards(FileLayer files, Path folder, long pairs) throws IOException {
        this.files = files;
        this.folder = folder;
        this.rows = rows(folder);
        this.spill = files.beside(folder.resolve("sql"));
        try {
            this.connection = pairs <= FEW ? DuckDb.connect() : spilling(spill);
            this.statement = connection.createStatement();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** {@return what runs the questions} */
    Statement statement() {
        return statement;
    }

    /** {@return what stands behind FROM: {@code shard}, the name, and {@link SampleRows#COLUMNS}} */
    String rows() {
        return rows;
    }

    private static String rows(Path folder) throws IOException {
        List<Path> parquet = FileTree.files(folder, 1, file -> file.toString().endsWith(DuckDb.EXTENSION));
        String training = "SELECT parse_filename(filename, true, 'forward_slash') AS shard, %s FROM %s"
                .formatted(SampleRows.COLUMNS, DuckDb.rows(parquet));
        Path heldOut = HeldOutPairs.file(folder);
        String both = Files.exists(heldOut)
                ? "%s UNION ALL SELECT shard, %s FROM %s".formatted(training, SampleRows.COLUMNS, DuckDb.rows(heldOut))
                : training;
        return "(" + both + ")";
    }

    /** {@return what a failed question is reported as} */
    IOException failed(SQLException e) {
        return new IOException("Cannot look through the pairs in " + folder + ": " + e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        try (connection; statement) {
            // closes them
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            files.deleteTree(spill);
        }
    }

    private static DuckDBConnection spilling(Path spill) throws IOException, SQLException {
        DuckDBConnection connection = DuckDb.open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = " + DuckDb.quote(MEMORY));
            statement.execute("SET temp_directory = " + DuckDb.quote(spill));
        }
        return connection;
    }
}
