package io.mode4j.cluster.kmeans;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Adds up parts in the order of their numbers, whichever order they arrive in; parts that arrive early wait. Safe for use by several threads. */
final class OrderedMerge<T> {
    private final T total;
    private final BiConsumer<T, T> merge;
    private final Map<Integer, T> waiting = new HashMap<>();
    private int next;

    /** Begins with {@code zero}, to which {@code merge} adds a part. */
    OrderedMerge(T zero, BiConsumer<T, T> merge) {
        this.total = zero;
        this.merge = merge;
    }

    synchronized void add(int number, T part) {
        waiting.put(number, part);
        for (T ready = waiting.remove(next); ready != null; ready = waiting.remove(next)) {
            merge.accept(total, ready);
            next++;
        }
    }

    synchronized T sums() {
        return total;
    }
}
