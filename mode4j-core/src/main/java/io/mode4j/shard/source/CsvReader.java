package io.mode4j.shard.source;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.bytes.ShardBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a CSV file as pandas reads them: cells may stand in double quotes, in which two are one, separators and line breaks are part of the cell; blank lines are none. Reads any stretch that begins
 * and ends between rows. Not safe for use by several threads.
 */
final class CsvReader implements AutoCloseable {
    private static final int BUFFER = 1 << 18;
    private static final int QUOTE = '"';
    private static final int END = -1;
    /** The byte order mark, which Excel writes. */
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final Path file;
    private final ShardBytes bytes;
    private final char separator;
    private final long to;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream cell = new ByteArrayOutputStream();
    private final List<byte[]> cells = new ArrayList<>();
    private int filled;
    private int next;
    private long bufferStart;
    private long start;

    /**
     * Reads a stretch of bytes, which are closed with this.
     *
     * @param file what it is called in messages
     */
    CsvReader(Path file, ShardBytes bytes, char separator, long from, long to) {
        this.file = file;
        this.bytes = bytes;
        this.separator = separator;
        this.bufferStart = from;
        this.to = to;
    }

    /**
     * Goes to the next row.
     *
     * @return whether there is one
     * @throws BadInputException when the file ends within quotes
     */
    boolean next() throws IOException {
        cells.clear();
        int letter = read();
        while (isBreak(letter)) {
            letter = read();
        }
        if (letter == END) {
            return false;
        }
        start = position() - 1;
        for (;;) {
            letter = readCell(letter);
            cells.add(cell.toByteArray());
            if (letter != separator) {
                break;
            }
            letter = read();
        }
        int after = letter == '\r' ? read() : '\n';
        if (after != '\n' && after != END) {
            next--;
        }
        return true;
    }

    /** {@return the cells of the present row; unless a mark says otherwise they are in UTF-8} */
    List<byte[]> cells() {
        return cells;
    }

    /** {@return where the present row begins} */
    long start() {
        return start;
    }

    /** {@return where the next row, or a blank line, begins} */
    long position() {
        return bufferStart + next;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    /** Reads a cell whose first letter was read; returns what ended it. */
    private int readCell(int first) throws IOException {
        cell.reset();
        int letter = first == QUOTE ? readQuoted() : first;
        while (letter != separator && !isBreak(letter) && letter != END) {
            cell.write(letter);
            letter = read();
        }
        return letter;
    }

    private int readQuoted() throws IOException {
        long opened = position() - 1;
        for (int letter = read();; letter = read()) {
            if (letter == END) {
                throw new BadInputException(
                        "%s: a quote at byte %d that is never closed: expected its partner, found the end of the file. Write two quotes for one within a cell, or remove it."
                                .formatted(file, opened));
            }
            if (letter == QUOTE) {
                letter = read();
                if (letter != QUOTE) {
                    return letter;
                }
            }
            cell.write(letter);
        }
    }

    private static boolean isBreak(int letter) {
        return letter == '\n' || letter == '\r';
    }

    private int read() throws IOException {
        if (next == filled) {
            bufferStart += filled;
            next = 0;
            filled = (int) Math.min(BUFFER, to - bufferStart);
            if (filled <= 0) {
                filled = 0;
                return END;
            }
            bytes.read(bufferStart, buffer, filled);
            next = bufferStart == 0 && Arrays.equals(buffer, 0, Math.min(MARK.length, filled), MARK, 0, MARK.length) ? MARK.length : 0;
            return next < filled ? buffer[next++] & 0xff : END;
        }
        return buffer[next++] & 0xff;
    }
}
