package io.mode4j.cluster.points;

import java.io.IOException;
import java.io.Serializable;

/** Where the points of a pass come from, so that a part of them can be counted in another process: each opens them for itself. */
public interface PointsSource extends Serializable {
    /** Opens the points; closed by the caller. */
    Opened open() throws IOException;

    /** Points that are open. */
    interface Opened extends AutoCloseable {
        /** The points; always the same, in the same order. */
        Points points();

        @Override
        default void close() {}
    }

    /** Points that are open in this process, and cannot be sent elsewhere. */
    static PointsSource of(Points points) {
        return () -> () -> points;
    }
}
