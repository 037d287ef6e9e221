package io.mode4j.work;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;

/** Ends long work whose thread was interrupted. Stateless. */
public final class Interrupts {
    private Interrupts() {}

    /**
     * Goes on, unless the thread was interrupted; it stays so.
     *
     * @throws UncheckedIOException around an {@link InterruptedIOException}
     */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new UncheckedIOException(new InterruptedIOException("the work was interrupted"));
        }
    }
}
