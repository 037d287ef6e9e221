package io.mode4j.shard.source;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileKind;
import io.mode4j.artifact.Places;
import io.mode4j.format.DuckDb;
import io.mode4j.shard.bytes.ShardBytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.duckdb.DuckDBConnection;

/**
 * A Parquet file of pictures, or of their paths, and captions.
 *
 * @param columns all that it has
 * @param groups how many rows each of its row groups has
 */
record ParquetTable(Path file, List<TableColumns.Column> columns, List<Long> groups) {
    /** The stretch of rows, in a shard's part. */
    private static final String ROWS = "rows";
    private static final String DASH = "-";

    /**
     * Looks at a file.
     *
     * @throws DamagedException when it is corrupt or cut short
     * @throws BadInputException when it is something else
     */
    static ParquetTable look(Path file) throws IOException {
        refuseOthers(file);
        List<TableColumns.Column> columns = columns(file);
        try (DuckDBConnection connection = DuckDb.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT any_value(row_group_num_rows) FROM parquet_metadata(%s) GROUP BY row_group_id ORDER BY row_group_id"
                                .formatted(DuckDb.pattern(Places.onDisk(file))))) {
            List<Long> groups = new ArrayList<>();
            while (row.next()) {
                groups.add(row.getLong(1));
            }
            return new ParquetTable(file, columns, groups);
        } catch (SQLException e) {
            throw damaged(file, e);
        }
    }

    /** {@return the columns of a file} */
    static List<TableColumns.Column> columns(Path file) throws IOException {
        try (DuckDBConnection connection = DuckDb.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("DESCRIBE SELECT * FROM " + DuckDb.foreignRows(file))) {
            List<TableColumns.Column> columns = new ArrayList<>();
            while (row.next()) {
                columns.add(new TableColumns.Column(row.getString(1), row.getString(2)));
            }
            return columns;
        } catch (SQLException e) {
            throw damaged(file, e);
        }
    }

    private static void refuseOthers(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] head = new byte[4];
            ShardBytes bytes = ShardBytes.of(file, channel);
            if (channel.size() == 0) {
                throw new DamagedException(file, "a Parquet file", "an empty file");
            }
            bytes.read(0, head, (int) Math.min(head.length, channel.size()));
            if (!Arrays.equals(head, new byte[]{'P', 'A', 'R', '1'})) {
                FileKind.refuseOthers(file, channel, "a Parquet file");
            }
        }
    }

    /** {@return what a failed query is reported as} */
    static DamagedException damaged(Path file, SQLException e) {
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        DamagedException damaged = new DamagedException(file, "a whole Parquet file", said);
        damaged.initCause(e);
        return damaged;
    }

    /** {@return the columns to read} */
    TableColumns find(SourceOptions options) throws IOException {
        TableColumns found;
        try (DuckDBConnection connection = DuckDb.connect(); Statement statement = connection.createStatement()) {
            List<String> pictures = new ArrayList<>();
            for (TableColumns.Column column : columns) {
                if ((column.isBytes() || column.isStruct()) && isOfPictures(statement, column)) {
                    pictures.add(column.name());
                }
            }
            found = TableColumns.find(file, columns, options, column -> pictures.contains(column.name()));
            if (!found.pictures().areInside()) {
                ListShards.refuseAddresses(file, found, first(statement, found));
            }
        } catch (SQLException e) {
            throw damaged(file, e);
        }
        return found;
    }

    private boolean isOfPictures(Statement statement, TableColumns.Column column) throws IOException, SQLException {
        String name = DuckDb.name(column.name()) + (column.isStruct() ? ".bytes" : "");
        try (ResultSet row = statement.executeQuery("SELECT %s[1:%d] FROM %s WHERE %s IS NOT NULL LIMIT 1".formatted(name, MediaType.HEAD,
                DuckDb.foreignRows(file), name))) {
            return row.next() && MediaType.of(row.getBytes(1)) != null;
        }
    }

    private String first(Statement statement, TableColumns found) throws IOException, SQLException {
        String name = DuckDb.name(found.image()) + (found.pictures() == TableColumns.Pictures.LINKS ? ".path" : "");
        try (ResultSet row = statement
                .executeQuery("SELECT %s FROM %s WHERE %s IS NOT NULL LIMIT 1".formatted(name, DuckDb.foreignRows(file), name))) {
            return row.next() ? row.getString(1) : "";
        }
    }

    /**
     * {@return the shards: whole row groups, neighbours together until they have so many rows; a larger one in pieces}
     *
     * @param least how many rows are enough
     * @param most how many rows are in one
     */
    List<Shard> split(TableColumns read, long least, long most) {
        List<Shard> shards = new ArrayList<>();
        long start = 0;
        long end = 0;
        for (long rows : groups) {
            end += rows;
            if (end - start >= least) {
                for (; end - start > 2 * most; start += most) {
                    shards.add(shard(read, start, start + most));
                }
                shards.add(shard(read, start, end));
                start = end;
            }
        }
        if (end > start || shards.isEmpty()) {
            shards.add(shard(read, start, end));
        }
        return shards;
    }

    private Shard shard(TableColumns read, long from, long to) {
        SortedMap<String, String> part = read.part();
        part.put(ROWS, from + DASH + to);
        ShardFormat format = read.pictures().areInside() ? ShardFormat.PARQUET : ShardFormat.LIST;
        return new Shard("", format, file.toString(), part);
    }

    /** {@return the rows of a shard: from the first to before the second} */
    static long[] rows(Shard shard) {
        return Arrays.stream(shard.part().getOrDefault(ROWS, "0-0").split(DASH)).mapToLong(Long::parseLong).toArray();
    }
}
