package io.mode4j.cluster.points;

import java.io.IOException;
import java.io.Serializable;

/** Where the points of a pass come from, so that a part of them can be counted in another process: each opens those that it counts. */
public interface PointsSource extends Serializable {
    /**
     * Opens some points; closed by the caller.
     *
     * @param from the first that will be read
     * @param to the one after the last
     */
    Opened open(int from, int to) throws IOException;

    /** Points that are open. */
    interface Opened extends AutoCloseable {
        /** All points by their numbers, of which those that were asked for can be read; always the same. */
        Points points();

        @Override
        default void close() {}
    }

    /** Points that are open in this process, and cannot be sent elsewhere. */
    static PointsSource of(Points points) {
        return (_, _) -> () -> points;
    }
}
