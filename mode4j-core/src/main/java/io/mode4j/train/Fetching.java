package io.mode4j.train;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Asks for pictures that are in a store, many at once, before they are decoded: an answer takes long, but many take no longer than one. Safe for use by several threads. */
final class Fetching implements AutoCloseable {
    private static final int AT_ONCE = 64;

    private final ExampleReader reader;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

    Fetching(ExampleReader reader) {
        this.reader = reader;
    }

    /** {@return what is made of a draw's picture once it is here} */
    <T> Future<T> then(Draw draw, Function<byte[], T> make, Executor workers) {
        CompletableFuture<byte[]> encoded = new CompletableFuture<>();
        requests.execute(() -> fetch(draw, encoded));
        return encoded.thenApplyAsync(make, workers);
    }

    private void fetch(Draw draw, CompletableFuture<byte[]> encoded) {
        try {
            free.acquire();
            try {
                encoded.complete(reader.fetch(draw));
            } finally {
                free.release();
            }
        } catch (InterruptedException | IOException | RuntimeException e) {
            encoded.completeExceptionally(e);
        }
    }

    /** Nobody waits for those on their way any more. */
    @Override
    public void close() {
        requests.shutdownNow();
    }
}
