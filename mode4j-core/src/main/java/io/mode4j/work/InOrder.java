package io.mode4j.work;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Hands on what arrives in any order in the order of its numbers, counted from 0; what is early waits. Safe for use by several threads.
 *
 * @param <R> what arrives
 */
public final class InOrder<R> {
    private final Consumer<R> results;
    private final Map<Integer, R> waiting = new HashMap<>();
    private int next;

    /** Hands on to {@code results}. */
    public InOrder(Consumer<R> results) {
        this.results = results;
    }

    /** Takes what has a number. */
    public synchronized void add(int number, R result) {
        waiting.put(number, result);
        for (R ready = waiting.remove(next); ready != null; ready = waiting.remove(next)) {
            next++;
            results.accept(ready);
        }
    }
}
