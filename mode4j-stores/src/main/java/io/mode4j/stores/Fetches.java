package io.mode4j.stores;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Requests that are on their way while others are waited for: as many threads as requests, which cost nothing while they wait. Stateless. */
final class Fetches {
    private Fetches() {}

    static <T> Future<T> begin(Callable<T> request) {
        FutureTask<T> task = new FutureTask<>(request);
        Thread _ = Thread.ofVirtual().name("store").start(task);
        return task;
    }

    /** {@return what a request has brought}, waiting for it */
    static <T> T end(Future<T> request) throws IOException {
        try {
            return request.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted while waiting for a store").initCause(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException("a request failed", e);
            }
        }
    }
}
