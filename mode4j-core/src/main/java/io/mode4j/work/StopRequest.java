package io.mode4j.work;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether the process was asked to end (SIGTERM, as a cluster sends it before it takes a machine away, or Ctrl-C): work that wants to save itself first looks here, and closes this when it has. The
 * end waits for that, but not for ever. Thread-safe.
 */
public final class StopRequest implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(25); // clusters kill 30 seconds after the signal
    private static final Duration LAST_WORDS = Duration.ofMillis(300); // what the work says of its end is still to be read

    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "stop-request");
    private volatile boolean made;

    private StopRequest() {}

    /** From now on the end of the process waits for {@link #close}. */
    public static StopRequest listen() {
        StopRequest request = new StopRequest();
        try {
            Runtime.getRuntime().addShutdownHook(request.hook);
        } catch (IllegalStateException _) {
            request.made = true; // the process is ending already
        }
        return request;
    }

    private void await() {
        made = true;
        try {
            if (saved.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                Thread.sleep(LAST_WORDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the process is to end. */
    public boolean isMade() {
        return made;
    }

    @Override
    public void close() {
        saved.countDown();
        if (!made) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // it runs just now, and ends
            }
        }
    }
}
