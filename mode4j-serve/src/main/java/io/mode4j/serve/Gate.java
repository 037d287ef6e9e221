package io.mode4j.serve;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets some in at a time, and some more wait, for what is computed by the thread that asks. Safe for use by many threads. */
final class Gate {
    private final Semaphore inside;
    private final int waiting;

    /** @param waiting how many wait at most; more are turned away */
    Gate(int inside, int waiting) {
        this.inside = new Semaphore(inside, true);
        this.waiting = waiting;
    }

    /** What is done inside. */
    @FunctionalInterface
    interface Work<T> {
        T get() throws IOException;
    }

    /**
     * {@return what the work returns}
     *
     * @throws Problem when too many wait, or the time is up
     */
    <T> T pass(Deadline deadline, Work<T> work) throws IOException {
        if (inside.getQueueLength() >= waiting) {
            throw Problem.busy();
        }
        try {
            if (!inside.tryAcquire(Math.max(0, deadline.left()), TimeUnit.NANOSECONDS)) {
                throw Problem.unavailable("the time for this request is up; ask for less at once, or later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the server stops");
        }
        try {
            return work.get();
        } finally {
            inside.release();
        }
    }
}
