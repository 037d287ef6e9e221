package io.mode4j.work;

import java.io.IOException;
import java.io.Serializable;
import java.util.function.LongConsumer;

/**
 * Work that is done part by part. Work, parts and results are described by values alone (paths, options, numbers), so that a runner can send them elsewhere
 * by Java's serialization; what a part needs besides, such as an encoder, is opened where it runs.
 *
 * @param <P> what describes a part; serializable
 * @param <R> what a part returns; serializable
 */
public interface Work<P, R> extends Serializable {
    /** What is done, in a word or two, for whoever shows it. */
    default String name() {
        return "work";
    }

    /** Opens what parts need: once for each thread that runs some of them. */
    Worker<P, R> open() throws IOException;

    /**
     * Does one part after another; used by one thread.
     *
     * @param <P> what describes a part
     * @param <R> what a part returns
     */
    @FunctionalInterface
    interface Worker<P, R> extends AutoCloseable {
        /**
         * Does a part; again has the same result.
         *
         * @param advanced is told of every further unit of work that is done, in the units of the stage's progress
         */
        R run(P part, LongConsumer advanced) throws IOException;

        @Override
        default void close() throws IOException {}
    }
}
