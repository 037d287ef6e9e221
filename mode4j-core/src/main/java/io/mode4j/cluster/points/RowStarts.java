package io.mode4j.cluster.points;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Where each of several files begins in the count of all rows, one after another.
 *
 * @param starts {@code [files + 1]}, the number of each file's first row, and of all rows
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record RowStarts(long[] starts) implements Serializable {
    /** Of files with so many rows each. */
    public static RowStarts of(long... rows) {
        long[] starts = new long[rows.length + 1];
        for (int file = 0; file < rows.length; file++) {
            starts[file + 1] = starts[file] + rows[file];
        }
        return new RowStarts(starts);
    }

    /** How many files there are. */
    public int files() {
        return starts.length - 1;
    }

    /** How many rows there are. */
    public long size() {
        return starts[starts.length - 1];
    }

    /** The number of a file's first row among all; of the file after the last, how many rows there are. */
    public long of(int file) {
        return starts[file];
    }

    /** Which file a row is in. */
    public int fileOf(long row) {
        int found = Arrays.binarySearch(starts, row);
        int file = found >= 0 ? found : -found - 2;
        while (starts[file + 1] == starts[file]) {
            file++; // an empty file starts where the next one does
        }
        return file;
    }
}
