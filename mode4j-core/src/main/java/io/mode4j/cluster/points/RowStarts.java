package io.mode4j.cluster.points;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Where each of several files begins in the count of all rows, one after another.
 *
 * @param starts {@code [files + 1]}, the number of each file's first row, and of all rows
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record RowStarts(int[] starts) implements Serializable {
    /** How many rows there are. */
    public int size() {
        return starts[starts.length - 1];
    }

    /** The number of a file's first row among all; of the file after the last, how many rows there are. */
    public int of(int file) {
        return starts[file];
    }

    /** Which file a row is in. */
    public int fileOf(int row) {
        int found = Arrays.binarySearch(starts, row);
        int file = found >= 0 ? found : -found - 2;
        while (starts[file + 1] == starts[file]) {
            file++; // an empty file starts where the next one does
        }
        return file;
    }
}
