package io.mode4j.shard.source;

import io.mode4j.format.DuckDb;
import io.mode4j.shard.Captions;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The rows of a stretch of a Parquet file. Memory holds a few thousand at a time. */
final class ParquetRows implements TableRows {
    private static final byte[] NOTHING = {};
    private static final int NUMBER = 1;
    private static final int KEY = 2;
    private static final int PATH = 3;
    private static final int LENGTH = 4;
    private static final int HEAD = 5;
    private static final int CAPTIONS = 6;
    private static final int FAILED = 7;
    private static final int PICTURE = 8;
    private static final int OTHERS = 9;

    private final Shard shard;
    private final DuckDBConnection connection;
    private final Statement statement;
    private final ResultSet rows;
    private final List<String> captions = new ArrayList<>();
    private long number;
    private @Nullable String key;
    private @Nullable String path;
    private long length;
    private byte[] head = NOTHING;
    private boolean failed;
    private byte[] picture = NOTHING;
    private String others = "";

    private ParquetRows(Shard shard, DuckDBConnection connection, Statement statement, ResultSet rows) {
        this.shard = shard;
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
    }

    /**
     * Opens the rows of a shard.
     *
     * @param pictures whether the pictures are wanted
     * @param others whether other columns are wanted
     */
    static ParquetRows open(Shard shard, boolean pictures, boolean others) throws IOException {
        List<TableColumns.Column> all = ParquetTable.columns(shard.path());
        TableColumns columns = TableColumns.of(shard);
        try {
            DuckDBConnection connection = DuckDb.streaming();
            Statement statement = connection.createStatement();
            return new ParquetRows(shard, connection, statement,
                    statement.executeQuery(query(shard, all, columns, pictures, others)));
        } catch (SQLException e) {
            throw ParquetTable.damaged(shard.path(), e);
        }
    }

    private static String query(Shard shard, List<TableColumns.Column> all, TableColumns columns, boolean pictures, boolean others)
            throws IOException {
        long[] rows = ParquetTable.rows(shard);
        String image = DuckDb.name(columns.image());
        String bytes = switch (columns.pictures()) {
            case STRUCT -> image + ".bytes";
            case BYTES -> image;
            case LINKS, PATHS -> "(NULL::BLOB)";
        };
        String path = switch (columns.pictures()) {
            case STRUCT, LINKS -> has(all, columns.image(), "path VARCHAR") ? image + ".path" : "NULL";
            case BYTES -> "NULL";
            case PATHS -> image;
        };
        String key = columns.key().map(name -> "CAST(%s AS VARCHAR)".formatted(DuckDb.name(name))).orElse("NULL");
        String captions = columns.captions().stream().map(name -> texts(all, name)).collect(Collectors.joining(", "));
        boolean downloads = has(all, "status", "VARCHAR") && has(all, "error_message", "");
        return "SELECT file_row_number, %s, %s, octet_length(%s), %s[1:%d], list_concat(%s, []::VARCHAR[]), %s, %s, %s FROM %s WHERE file_row_number >= %d AND file_row_number < %d"
                .formatted(key, path, bytes, bytes, MediaType.HEAD, captions,
                        downloads ? "status IS NOT NULL AND status <> 'success'" : "false",
                        pictures ? bytes : "NULL::BLOB", others ? others(all, columns) : "NULL", DuckDb.numberedRows(shard.path()),
                        rows[0], rows[1]);
    }

    private static boolean has(List<TableColumns.Column> all, String column, String type) {
        return all.stream().anyMatch(each -> each.name().equals(column) && each.type().contains(type));
    }

    private static String texts(List<TableColumns.Column> all, String column) {
        String name = DuckDb.name(column);
        return has(all, column, "[]") ? "list_filter(coalesce(%s, []), lambda text: text IS NOT NULL)".formatted(name)
                : "CASE WHEN %s IS NULL THEN []::VARCHAR[] ELSE [%s] END".formatted(name, name);
    }

    /** What else there is but bytes. */
    private static String others(List<TableColumns.Column> all, TableColumns columns) {
        String fields = all
                .stream()
                .filter(column -> !columns.reads(column.name()) && !column.type().contains("BLOB"))
                .map(column -> "%s: %s".formatted(DuckDb.quote(column.name()), DuckDb.name(column.name())))
                .collect(Collectors.joining(", "));
        return fields.isEmpty() ? "'{}'" : "CAST(to_json({%s}) AS VARCHAR)".formatted(fields);
    }

    @Override
    public boolean next() throws IOException {
        try {
            if (!rows.next()) {
                return false;
            }
            number = rows.getLong(NUMBER);
            key = rows.getString(KEY);
            path = rows.getString(PATH);
            length = rows.getObject(LENGTH) == null ? -1 : rows.getLong(LENGTH);
            head = bytes(HEAD);
            captions.clear();
            for (Object text : (Object[]) rows.getArray(CAPTIONS).getArray()) {
                captions.add(text.toString());
            }
            failed = rows.getBoolean(FAILED);
            picture = bytes(PICTURE);
            others = Objects.requireNonNullElse(rows.getString(OTHERS), "");
            return true;
        } catch (SQLException e) {
            throw ParquetTable.damaged(shard.path(), e);
        }
    }

    private byte[] bytes(int column) throws SQLException {
        return Objects.requireNonNullElse(rows.getBytes(column), NOTHING);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public @Nullable String key() {
        return key;
    }

    @Override
    public @Nullable String path() {
        return path == null || path.isBlank() ? null : path.strip();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public byte[] head() {
        return head;
    }

    @Override
    public byte[] picture() {
        return picture;
    }

    @Override
    public Captions captions() {
        return Captions.ofTexts(captions);
    }

    @Override
    public boolean failed() {
        return failed;
    }

    @Override
    public String others() {
        return others;
    }

    @Override
    public void close() throws IOException {
        try (connection; statement; rows) {
            // closes them
        } catch (SQLException e) {
            throw ParquetTable.damaged(shard.path(), e);
        }
    }
}
