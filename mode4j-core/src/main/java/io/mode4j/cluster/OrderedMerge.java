package io.mode4j.cluster;

import java.util.HashMap;
import java.util.Map;

/** Adds up parts in the order of their numbers, whichever order they arrive in; parts that arrive early wait. Safe for use by several threads. */
final class OrderedMerge {
    private final PartialSums total;
    private final Map<Integer, PartialSums> waiting = new HashMap<>();
    private int next;

    OrderedMerge(PartialSums zero) {
        this.total = zero;
    }

    synchronized void add(int number, PartialSums part) {
        waiting.put(number, part);
        for (PartialSums ready = waiting.remove(next); ready != null; ready = waiting.remove(next)) {
            total.merge(ready);
            next++;
        }
    }

    synchronized PartialSums sums() {
        return total;
    }
}
