package io.mode4j.shard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A bounded number of threads that share out the numbers 0 to n-1. Stateless. */
final class Workers {
    private Workers() {}

    /** What one worker does with one number. */
    interface Task {
        void on(int number) throws IOException;
    }

    /** Makes the task of each worker, in its thread, and closes what the task needs when no number is left. */
    interface Setup {
        void work(Numbers numbers) throws IOException;
    }

    /** The numbers that are left. */
    static final class Numbers {
        private final AtomicInteger next = new AtomicInteger();
        private final int count;

        Numbers(int count) {
            this.count = count;
        }

        /** Takes numbers, until none is left or some worker has failed. */
        void each(Task task) throws IOException {
            for (int number = next.getAndIncrement(); number < count && !Thread.currentThread().isInterrupted(); number = next
                    .getAndIncrement()) {
                task.on(number);
            }
        }

        void stop() {
            next.set(count);
        }
    }

    /**
     * Runs {@code setup} in each of {@code workers} threads.
     *
     * @throws IOException the first failure; the other workers finish the number they are at
     */
    static void run(int workers, int count, Setup setup) throws IOException {
        Numbers numbers = new Numbers(count);
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.clamp(count, 1, workers))) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < Math.min(workers, count); i++) {
                running.add(threads.submit(() -> {
                    try {
                        setup.work(numbers);
                    } finally {
                        numbers.stop();
                    }
                    return null;
                }));
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            numbers.stop();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
