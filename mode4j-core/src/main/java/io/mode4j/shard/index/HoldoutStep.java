package io.mode4j.shard.index;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Store;
import io.mode4j.format.DuckDb;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/**
 * Takes the held-out pairs out of the shards' files. First all of them are drawn and written; then every shard's file that still has some is written again without.
 * Killed between any two files, it goes on where it was: the draw is not repeated, and files without held-out pairs stay.
 */
final class HoldoutStep {
    private final FileLayer files;
    private final IndexOptions options;
    private final ShardSet shards;
    private final Path folder;

    HoldoutStep(FileLayer files, IndexOptions options, ShardSet shards, Path folder) {
        this.files = files;
        this.options = options;
        this.shards = shards;
        this.folder = folder;
    }

    /**
     * {@return how many pairs of each shard are held out, by its name; shards without any are not in it}
     *
     * @param pairs how many there are in all
     */
    Map<String, Integer> run(long pairs) throws IOException {
        if (options.holdout().isNone()) {
            return Map.of();
        }
        if (!Files.exists(HeldOutPairs.file(folder))) {
            draw(pairs);
        }
        Map<String, Integer> heldOut = HeldOutPairs.byShard(folder);
        List<String> names = List.copyOf(heldOut.keySet());
        new Workers(options.workers()).each(names.size(), i -> remove(names.get(i)));
        return heldOut;
    }

    private void draw(long pairs) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        shards.names().forEach(name -> numbers.put(name, numbers.size()));
        try (AllShards all = new AllShards(files, folder, pairs)) {
            PictureCopies copies = new PictureCopies(shards, Store.of(folder), this::places, options.workers());
            if (new HoldoutDraw(all, copies, numbers).draw(options.holdout(), pairs)) {
                HeldOutPairs.write(files, all, folder);
            }
        }
    }

    private Path file(String shard) {
        return folder.resolve(shard + DuckDb.EXTENSION);
    }

    private List<PicturePlace> places(int shard) throws IOException {
        List<PicturePlace> places = new ArrayList<>();
        DuckDb.each(file(shards.names().get(shard)), "image_offset, image_length",
                row -> places.add(new PicturePlace(shard, row.getLong(1), row.getInt(2))));
        return places;
    }

    private void remove(String shard) throws IOException {
        Path file = file(shard);
        String heldOut = "(SELECT key FROM %s WHERE shard = %s)".formatted(DuckDb.rows(HeldOutPairs.file(folder)),
                DuckDb.quote(shard));
        try (DuckDBConnection connection = DuckDb.connect(); Statement statement = connection.createStatement()) {
            if (has(statement, "FROM %s SEMI JOIN %s USING (key)".formatted(DuckDb.rows(file), heldOut))) {
                Path temporary = files.beside(file);
                SampleTable.copy(statement, "SELECT %s FROM %s WHERE key NOT IN %s".formatted(SampleRows.COLUMNS,
                        DuckDb.rows(file), heldOut), SampleTable.summary(connection, file), temporary);
                files.publish(temporary, file);
            }
        } catch (SQLException e) {
            throw new IOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean has(Statement statement, String rows) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT 1 " + rows + " LIMIT 1")) {
            return result.next();
        }
    }
}
