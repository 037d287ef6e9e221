package io.mode4j.work;

import io.mode4j.artifact.Checksums;
import io.mode4j.artifact.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * A fixed number of threads of this process that share out numbered pieces of work, or the parts of a stage's. Which thread takes which piece is left open, so a
 * piece writes only to places of its own; what the pieces add up to is then the same for any number of threads.
 *
 * @param threads how many
 */
public record Workers(int threads) implements Runner {
    public Workers {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, found " + threads);
        }
    }

    /** What is done with a numbered piece. */
    @FunctionalInterface
    public interface Piece {
        void on(int number) throws IOException;
    }

    @Override
    public <P, R> void run(Work<P, R> work, List<P> parts, Results<R> results) throws IOException {
        InOrder<R> ordered = new InOrder<>(results::take);
        share(parts.size(), pieces -> {
            try (Work.Worker<P, R> worker = work.open()) {
                pieces.each(part -> ordered.add(part, worker.run(parts.get(part), results::advance)));
            }
        });
    }

    /** This process's, which all cores take, and which it remembers. */
    @Override
    public Checksums checksums() {
        return Store::hashes;
    }

    /** Does every piece {@code 0 .. pieces - 1} once. The first failure is thrown after all threads stopped; an interrupt of the calling thread is one. */
    public void each(int pieces, Piece piece) throws IOException {
        share(pieces, left -> left.each(piece));
    }

    /** Calls a worker of each thread with every piece {@code 0 .. pieces - 1} once. The first exception of a piece is thrown after all threads stopped; an interrupt of the calling thread is one, see {@link Interrupts}. */
    public void forEach(int pieces, Supplier<IntConsumer> worker) {
        try {
            share(pieces, left -> left.each(worker.get()::accept));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a thread does: opens what it needs, takes pieces until none is left, closes. */
    private interface Loop {
        void with(Pieces left) throws IOException;
    }

    /** The pieces that no thread has taken yet. */
    private static final class Pieces {
        private final AtomicInteger next = new AtomicInteger();
        private final int count;

        Pieces(int count) {
            this.count = count;
        }

        void each(Piece piece) throws IOException {
            for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                Interrupts.check();
                piece.on(number);
            }
        }

        void drop() {
            next.set(count);
        }
    }

    private void share(int pieces, Loop work) throws IOException {
        Pieces left = new Pieces(pieces);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable loop = () -> {
            try {
                work.with(left);
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                left.drop();
            }
        };
        List<Thread> helpers = new ArrayList<>();
        for (int t = 1; t < Math.min(threads, pieces); t++) {
            helpers.add(Thread.ofPlatform().name("mode4j-work-" + t).daemon().start(loop));
        }
        if (pieces > 0) {
            loop.run();
        }
        helpers.forEach(Workers::join);
        switch (failure.get()) {
            case null -> {
            }
            case Error error -> throw error;
            case UncheckedIOException exception when exception.getCause() != null -> throw exception.getCause();
            case RuntimeException exception -> throw exception;
            case IOException exception -> throw exception;
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
