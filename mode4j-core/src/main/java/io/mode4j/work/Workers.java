package io.mode4j.work;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Runs numbered pieces of work on a fixed number of threads. Which thread takes which piece is left open, so a piece writes only to places of
 * its own; what the pieces add up to is then the same for any number of threads.
 *
 * @param threads how many
 */
public record Workers(int threads) {
    public Workers {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, found " + threads);
        }
    }

    /** Calls a worker of each thread with every piece {@code 0 .. pieces - 1} once. The first exception of a piece is thrown after all threads stopped; an interrupt of the calling thread is one, see {@link Interrupts}. */
    public void forEach(int pieces, Supplier<IntConsumer> worker) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable loop = () -> {
            try {
                IntConsumer work = worker.get();
                for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
                    Interrupts.check();
                    work.accept(piece);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                next.set(pieces);
            }
        };
        List<Thread> helpers = new ArrayList<>();
        for (int t = 1; t < Math.min(threads, pieces); t++) {
            helpers.add(Thread.ofPlatform().name("mode4j-cluster-" + t).daemon().start(loop));
        }
        loop.run();
        helpers.forEach(Workers::join);
        switch (failure.get()) {
            case null -> {
            }
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
