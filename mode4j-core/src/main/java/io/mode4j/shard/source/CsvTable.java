package io.mode4j.shard.source;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.bytes.ShardBytes;
import io.mode4j.shard.bytes.ShardPlaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A CSV or TSV file of paths and captions: its first row names the columns.
 *
 * @param separator what stands between its cells
 * @param header the columns
 * @param behind where the header ends
 */
record CsvTable(Path file, char separator, List<String> header, long behind) {
    /** The stretch of bytes, in a shard's part. */
    private static final String BYTES = "bytes";
    /** The number of the stretch's first row. */
    private static final String FIRST = "first";
    private static final String SEPARATOR = "separator";
    private static final String DASH = "-";
    /** In the order in which they are preferred: open_clip's default is the tab. */
    private static final List<Character> SEPARATORS = List.of('\t', ',', ';', '|');
    private static final int LOOKED_AT = 1 << 16;

    /** Looks at a file. */
    static CsvTable look(Path file, SourceOptions options) throws IOException {
        try (ShardBytes bytes = ShardPlaces.open(file.toString())) {
            byte[] head = new byte[(int) Math.min(LOOKED_AT, bytes.size())];
            bytes.read(0, head, head.length);
            if (head.length >= 2
                    && ((head[0] == (byte) 0xff && head[1] == (byte) 0xfe) || (head[0] == (byte) 0xfe && head[1] == (byte) 0xff))) {
                throw new BadInputException(file + ": expected text in UTF-8, found UTF-16. Save the file as UTF-8.");
            }
            String line = new String(head, StandardCharsets.UTF_8).lines().filter(one -> !one.isBlank()).findFirst().orElse("");
            char separator = options.separator() != null ? options.separator()
                    : SEPARATORS.stream().filter(one -> line.indexOf(one) >= 0).findFirst().orElse(SEPARATORS.getFirst());
            return header(file, separator);
        }
    }

    private static CsvTable header(Path file, char separator) throws IOException {
        ShardBytes bytes = ShardPlaces.open(file.toString());
        try (CsvReader rows = new CsvReader(file, bytes, separator, 0, bytes.size())) {
            if (!rows.next()) {
                throw new BadInputException(file + ": expected a row that names the columns, found nothing.");
            }
            List<String> header = rows.cells()
                    .stream()
                    .map(cell -> Optional.ofNullable(MemberText.decode(cell)).orElse("").strip())
                    .toList();
            return new CsvTable(file, separator, header, rows.position());
        }
    }

    /** {@return the columns to read} */
    TableColumns columns(SourceOptions options) throws IOException {
        Predicate<TableColumns.Column> none = _ -> false;
        if (header.size() < 2) {
            throw new BadInputException(
                    "%s: expected at least two columns in its first row, one of paths and one of captions, found '%s'. Name what stands between them: option csv-separator."
                            .formatted(file, header.stream().map(CsvTable::shown).collect(Collectors.joining())));
        }
        List<TableColumns.Column> columns = header.stream().map(name -> new TableColumns.Column(name, "VARCHAR")).toList();
        TableColumns found = TableColumns.find(file, columns, options, none);
        try (CsvRows rows = rows(found)) {
            if (rows.next()) {
                ListShards.refuseAddresses(file, found, rows.path());
            }
        }
        return found;
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private CsvRows rows(TableColumns columns) throws IOException {
        ShardBytes bytes = ShardPlaces.open(file.toString());
        return new CsvRows(this, columns, new CsvReader(file, bytes, separator, behind, bytes.size()), 0, false);
    }

    /** {@return the shards: so many rows each, but for the last} */
    List<Shard> split(TableColumns columns, int rows) throws IOException {
        List<Shard> shards = new ArrayList<>();
        ShardBytes bytes = ShardPlaces.stream(file.toString());
        try (CsvReader reader = new CsvReader(file, bytes, separator, behind, bytes.size())) {
            long start = behind;
            long row = 0;
            while (reader.next()) {
                if (++row % rows == 0) {
                    shards.add(shard(columns, start, reader.position(), row - rows));
                    start = reader.position();
                }
            }
            if (row % rows != 0 || row == 0) {
                shards.add(shard(columns, start, bytes.size(), row - row % rows));
            }
        }
        return shards;
    }

    private Shard shard(TableColumns columns, long from, long to, long firstRow) {
        SortedMap<String, String> part = columns.part();
        part.put(SEPARATOR, String.valueOf(separator));
        part.put(BYTES, from + DASH + to);
        part.put(FIRST, String.valueOf(firstRow));
        return new Shard("", ShardFormat.LIST, file.toString(), part);
    }

    /** {@return whether a list is of this kind} */
    static boolean is(Shard shard) {
        return shard.part().containsKey(SEPARATOR);
    }

    private static long[] stretch(Shard shard) {
        return Arrays.stream(shard.part().getOrDefault(BYTES, "0-0").split(DASH)).mapToLong(Long::parseLong).toArray();
    }

    /** {@return the bytes of a shard's rows} */
    static byte[] content(Shard shard) throws IOException {
        long[] stretch = stretch(shard);
        try (ShardBytes bytes = ShardPlaces.open(shard.place())) {
            byte[] content = new byte[Math.toIntExact(stretch[1] - stretch[0])];
            bytes.read(stretch[0], content, content.length);
            return content;
        }
    }

    /** Opens the rows of a shard. */
    static TableRows open(Shard shard, boolean others) throws IOException {
        long[] stretch = stretch(shard);
        char separator = shard.part().getOrDefault(SEPARATOR, ",").charAt(0);
        CsvTable table = header(shard.path(), separator);
        return new CsvRows(table, TableColumns.of(shard),
                new CsvReader(shard.path(), ShardPlaces.stream(shard.place()), separator, stretch[0], stretch[1]),
                Long.parseLong(shard.part().getOrDefault(FIRST, "0")), others);
    }
}
