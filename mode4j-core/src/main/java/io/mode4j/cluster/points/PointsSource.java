package io.mode4j.cluster.points;

import java.io.IOException;
import java.io.Serializable;

/** Where the points of a pass come from, so that a part of them can be counted in another process: each opens those that it counts. */
public interface PointsSource extends Serializable {
    /**
     * Opens some points; closed by the caller.
     *
     * @param from the first
     * @param to the one after the last, fewer than 2³¹ further
     */
    Opened open(long from, long to) throws IOException;

    /** Points that are open. */
    interface Opened extends AutoCloseable {
        /** Those that were asked for, numbered from 0; always the same. */
        Points points();

        @Override
        default void close() {}
    }

    /** Points that are open in this process, and cannot be sent elsewhere. */
    static PointsSource of(Points points) {
        return (from, to) -> () -> new PartOfPoints(points, (int) from, (int) (to - from));
    }
}
