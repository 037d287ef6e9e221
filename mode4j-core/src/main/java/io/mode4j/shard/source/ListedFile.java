package io.mode4j.shard.source;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Store;
import io.mode4j.format.DuckDb;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * A picture that is a file of its own. A shard's lie in its {@link io.mode4j.shard.bytes.ShardBytes} one after another; which they are, the index says in {@code files/NAME.parquet}: {@code path} VARCHAR, {@code start} and
 * {@code length} BIGINT.
 *
 * @param path seen from the shard's folder, or absolute
 * @param length how many bytes it had
 */
public record ListedFile(String path, long length) {
    private static final String FOLDER = "files/";

    /** {@return the name of a shard's list in its index} */
    public static String name(String shard) {
        return FOLDER + shard + DuckDb.EXTENSION;
    }

    /** Writes a shard's list, atomically. */
    public static void write(FileLayer files, List<ListedFile> listed, Path target) throws IOException {
        Path temporary = files.beside(target);
        try (DuckDBConnection connection = DuckDb.connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TEMP TABLE listed (path VARCHAR, start BIGINT, length BIGINT)");
            try (DuckDBAppender appender = connection.createAppender("temp", "main", "listed")) {
                long start = 0;
                for (ListedFile file : listed) {
                    appender.beginRow();
                    appender.append(file.path);
                    appender.append(start);
                    appender.append(file.length);
                    appender.endRow();
                    start += file.length;
                }
            }
            statement.execute("COPY (SELECT * FROM listed) TO %s (FORMAT parquet, COMPRESSION zstd)".formatted(DuckDb.quote(temporary)));
            statement.execute("DROP TABLE listed");
        } catch (SQLException e) {
            throw new IOException("Cannot write " + target + ": " + e.getMessage(), e);
        }
        files.publish(temporary, target);
    }

    /** {@return the list of a shard, as its index has it} */
    static List<ListedFile> read(Store index, String shard) throws IOException {
        if (!index.has(name(shard))) {
            throw new BadInputException(index.place(name(shard)) + " is gone. Index anew (option redo index).");
        }
        List<ListedFile> listed = new ArrayList<>();
        DuckDb.each(index.local(name(shard)), "path, length", row -> listed.add(new ListedFile(row.getString(1), row.getLong(2))));
        return listed;
    }
}
