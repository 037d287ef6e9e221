package io.mode4j.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that share the work of a step or a call, each on a core of its own with single-threaded kernels. A batch cut into as many parts as
 * there are cores meets twice a step; kernels that are cut themselves meet a thousand times, and on a busy machine every meeting waits for the
 * slowest.
 *
 * <p>
 * Work number i runs on thread i modulo their number, always, so that a native scope may stay open from one piece of work to the next. Safe for
 * use by several threads.
 */
final class PinnedThreads implements AutoCloseable {
    private final List<ExecutorService> threads = new ArrayList<>();

    public PinnedThreads(int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.add(Executors.newSingleThreadExecutor(work -> {
                Thread thread = new Thread(work, "torch-" + number);
                thread.setDaemon(true); // whoever forgets to close a model shall still be able to end the program
                return thread;
            }));
        }
    }

    /** A numbered piece of work. */
    @FunctionalInterface
    interface Piece {
        void run(int number);
    }

    int count() {
        return threads.size();
    }

    /** Runs pieces 0 to count - 1 and waits for all of them; what the first failed one threw is thrown. */
    void run(int count, Piece piece) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            running.add(threads.get(i % threads.size()).submit(() -> piece.run(number)));
        }
        ExecutionException failure = null;
        for (Future<?> future : running) {
            try {
                waitFor(future);
            } catch (ExecutionException e) {
                failure = failure == null ? e : failure;
            }
        }
        switch (failure == null ? null : failure.getCause()) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null -> {
            }
            default -> throw new IllegalStateException(failure);
        }
    }

    /** Native work cannot be stopped in the middle: an interruption is kept for whoever looks next. */
    private static void waitFor(Future<?> future) throws ExecutionException {
        boolean interrupted = false;
        while (true) {
            try {
                future.get();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            } finally {
                if (interrupted && future.isDone()) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Ends the threads when their work is done. */
    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdown);
    }
}
