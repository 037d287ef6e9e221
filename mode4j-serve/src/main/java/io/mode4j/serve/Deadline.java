package io.mode4j.serve;

import java.time.Duration;

/**
 * Until when a request is to be answered. Immutable.
 *
 * @param nanos by {@link System#nanoTime}
 */
record Deadline(long nanos) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Nanoseconds that are left, negative once it is past. */
    long left() {
        return nanos - System.nanoTime();
    }

    boolean past() {
        return left() <= 0;
    }
}
