package io.mode4j.work;

/**
 * Takes what parts return.
 *
 * @param <R> that
 */
@FunctionalInterface
public interface Results<R> {
    /**
     * Takes the next part's result, in the order of the parts.
     *
     * @throws java.io.UncheckedIOException to end the work with its cause
     */
    void take(R result);

    /** Takes note of progress inside parts, from any thread. */
    default void advance(long units) {}
}
