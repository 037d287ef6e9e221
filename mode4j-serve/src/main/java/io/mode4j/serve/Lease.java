package io.mode4j.serve;

/**
 * The use of something that may be replaced meanwhile: it stays open until this is closed.
 *
 * @param <T> what is used
 */
interface Lease<T> extends AutoCloseable {
    T get();

    @Override
    void close();
}
