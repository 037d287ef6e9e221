package io.mode4j.cluster;

import java.io.Serializable;

/**
 * How the rows of an embedding file fell.
 *
 * @param sizes {@code [m]} rows of each fine cluster
 * @param rows all of them
 * @param distance the sum of their distances to their centres
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of numbers; nobody compares these
public record AssignedRows(long[] sizes, long rows, double distance) implements Serializable {
    static AssignedRows of(RowAssigner.Rows assigned, int fineCenters) {
        long[] sizes = new long[fineCenters];
        for (int owner : assigned.owners()) {
            sizes[owner]++;
        }
        double distance = 0;
        for (float one : assigned.distances()) {
            distance += one;
        }
        return new AssignedRows(sizes, assigned.owners().length, distance);
    }
}
