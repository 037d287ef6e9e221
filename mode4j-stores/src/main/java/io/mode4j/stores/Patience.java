package io.mode4j.stores;

import java.time.Duration;

/**
 * How often what failed is tried again, and how long is waited in between: twice as long each time.
 *
 * @param attempts how often in all
 * @param first the first wait
 * @param timeout how long a request may take that says nothing
 */
public record Patience(int attempts, Duration first, Duration timeout) {
    /** Half a minute of failures, as a store has them while it moves a bucket or is asked for too much, passes unseen. */
    public static final Patience USUAL = new Patience(9, Duration.ofMillis(100), Duration.ofSeconds(60));

    /** {@return the wait before an attempt, counted from 1} */
    Duration before(int attempt) {
        return first.multipliedBy(1L << (attempt - 1));
    }
}
