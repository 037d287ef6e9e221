package io.mode4j.train;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for what another thread makes. */
final class Waiting {

    private Waiting() {}

    /**
     * {@return what the thread made}
     *
     * @throws IOException
     *             if it failed so, or this thread was interrupted
     */
    static <T> T on(Future<T> made) throws IOException {
        try {
            return made.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("training was interrupted").initCause(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException runtime -> throw runtime;
                case null, default -> throw new IllegalStateException("a loader thread failed", e);
            }
        }
    }
}
