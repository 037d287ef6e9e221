package io.mode4j.shard;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/**
 * The index that {@link IndexStage} wrote: which shards there are, and the samples of each. Holds a name and a path a shard, and reads rows when
 * asked. Safe for use by several threads.
 */
public final class SampleIndex {
    private final Path folder;
    private final List<IndexedShard> shards;
    private final long rows;

    private SampleIndex(Path folder, List<IndexedShard> shards) {
        this.folder = folder;
        this.shards = shards;
        this.rows = shards.stream().mapToLong(IndexedShard::rows).sum();
    }

    /**
     * {@return the finished index in a folder}
     *
     * @throws BadInputException when there is none
     * @throws io.mode4j.artifact.DamagedException when its manifest has changed
     */
    public static SampleIndex open(Path indexFolder) throws IOException {
        return new SampleIndex(indexFolder, IndexedShard.listIn(Manifest.read(indexFolder).summary(), indexFolder));
    }

    /** {@return how many shards there are} */
    public int shards() {
        return shards.size();
    }

    /** {@return the shard's name, "00012", which the files of all later stages carry} */
    public String name(int shard) {
        return shards.get(shard).name();
    }

    /** {@return the shard itself} */
    public Path path(int shard) {
        return Path.of(shards.get(shard).path());
    }

    /** {@return how many samples there are} */
    public long rows() {
        return rows;
    }

    /** {@return how many samples the shard has} */
    public int rows(int shard) {
        return shards.get(shard).rows();
    }

    /**
     * {@return the shard's samples, in the order that the rows of all later stages have}
     *
     * @throws IOException when they cannot be read
     */
    public List<Sample> read(int shard) throws IOException {
        Path parquet = folder.resolve(name(shard) + IndexStage.EXTENSION);
        if (!Files.exists(parquet)) {
            throw new BadInputException(parquet + " is gone. Use --redo index to make it again.");
        }
        List<Sample> samples = new ArrayList<>(rows(shard));
        String query = "SELECT key, captions, image_offset, image_length, media_type FROM read_parquet(" + Duck.quote(parquet) + ")";
        try (DuckDBConnection connection = Duck.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                Object[] captions = (Object[]) row.getArray(2).getArray();
                samples.add(
                        new Sample(row.getString(1), Arrays.stream(captions).map(String::valueOf).toList(), row.getLong(3), row.getInt(4),
                                row.getString(5)));
            }
        } catch (SQLException e) {
            throw new IOException("Cannot read " + parquet + ": " + e.getMessage(), e);
        }
        return samples;
    }
}
