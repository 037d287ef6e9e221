package io.mode4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Parquet files as the hub has them. */
final class ParquetFiles {
    private ParquetFiles() {}

    /** Packs a folder of {@code NAME.png} and {@code NAME.txt}, in the order of their names. */
    static void ofPictures(Path folder, Path target) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    COPY (SELECT {'bytes': picture.content, 'path': parse_filename(picture.filename)} AS image, caption.content AS caption
                    FROM read_blob('%s/*.png') picture JOIN read_text('%s/*.txt') caption
                    ON replace(picture.filename, '.png', '') = replace(caption.filename, '.txt', '') ORDER BY picture.filename)
                    TO '%s' (FORMAT parquet)""".formatted(folder, folder, target));
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
