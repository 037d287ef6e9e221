package io.mode4j.shard.source;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.Captions;
import io.mode4j.shard.TxtLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The rows of a stretch of a CSV file. */
final class CsvRows implements TableRows {
    private static final byte[] NOTHING = {};

    private final CsvTable table;
    private final TableColumns columns;
    private final CsvReader rows;
    private final boolean others;
    private final int image;
    private final int[] captions;
    private long number;

    /** Rows from a number on; the reader is closed with this. */
    CsvRows(CsvTable table, TableColumns columns, CsvReader rows, long first, boolean others) throws IOException {
        this.table = table;
        this.columns = columns;
        this.rows = rows;
        this.number = first - 1;
        this.others = others;
        this.image = column(columns.image());
        this.captions = new int[columns.captions().size()];
        for (int i = 0; i < captions.length; i++) {
            captions[i] = column(columns.captions().get(i));
        }
    }

    private int column(String name) throws BadInputException {
        int column = table.header().indexOf(name);
        if (column < 0) {
            throw new BadInputException(
                    "%s: no column '%s' any more; it has %s.".formatted(table.file(), name, String.join(", ", table.header())));
        }
        return column;
    }

    @Override
    public boolean next() throws IOException {
        if (!rows.next()) {
            return false;
        }
        number++;
        List<byte[]> cells = rows.cells();
        int most = table.header().size();
        if (cells.size() > most && cells.subList(most, cells.size()).stream().anyMatch(cell -> cell.length > 0)) {
            throw new BadInputException(
                    "%s: row %d, at byte %d: expected %d cells as in the first row, found %d. Put cells that hold '%s' in double quotes, or say what stands between them: option csv-separator."
                            .formatted(table.file(), number + 1, rows.start(), most, cells.size(), table.separator()));
        }
        return true;
    }

    private byte[] cell(int column) {
        return column < rows.cells().size() ? rows.cells().get(column) : NOTHING;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public @Nullable String key() {
        return null;
    }

    @Override
    public @Nullable String path() {
        String path = MemberText.decode(cell(image));
        return path == null || path.isBlank() ? null : path.strip();
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public byte[] head() {
        return NOTHING;
    }

    @Override
    public byte[] picture() {
        return NOTHING;
    }

    @Override
    public Captions captions() {
        List<String> texts = new ArrayList<>();
        boolean unreadable = false;
        for (int column : captions) {
            String text = MemberText.decode(cell(column));
            unreadable |= text == null;
            if (text != null && !text.isEmpty()) {
                texts.add(text);
            }
        }
        return unreadable && texts.isEmpty() ? Captions.ofText(null, TxtLines.WHOLE) : Captions.ofTexts(texts);
    }

    @Override
    public boolean failed() {
        return false;
    }

    @Override
    public String others() {
        if (!others) {
            return "";
        }
        ObjectNode json = JsonMapper.shared().createObjectNode();
        for (int i = 0; i < table.header().size(); i++) {
            String text = MemberText.decode(cell(i));
            if (!table.header().get(i).isEmpty() && !columns.reads(table.header().get(i)) && text != null && !text.isEmpty()) {
                json.put(table.header().get(i), text);
            }
        }
        return json.toString();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
