package io.mode4j.cluster;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes files on threads of its own while the caller goes on: a disk takes longer to sync a shard's files than the cores to assign its rows, and syncs
 * several as fast as one. At most {@value #PENDING} writes wait. For use by one thread.
 */
final class BackgroundWrites implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int PENDING = 16;

    /** Writes what belongs together. */
    interface Write {
        void run() throws IOException;
    }

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().name("mode4j-write-", 0).factory());
    private final Deque<Future<?>> pending = new ArrayDeque<>();

    /**
     * Begins a write.
     *
     * @throws IOException if an earlier one failed
     */
    void add(Write write) throws IOException {
        pending.add(threads.submit(() -> {
            write.run();
            return null;
        }));
        while (pending.size() > PENDING) {
            finish(pending.removeFirst());
        }
    }

    /**
     * Waits for all writes.
     *
     * @throws IOException if one failed
     */
    void finish() throws IOException {
        while (!pending.isEmpty()) {
            finish(pending.removeFirst());
        }
    }

    private static void finish(Future<?> write) throws IOException {
        try {
            write.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    /** Lets the writes that have begun end. */
    @Override
    public void close() {
        threads.close();
    }
}
