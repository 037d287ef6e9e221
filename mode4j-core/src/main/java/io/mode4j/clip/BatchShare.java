package io.mode4j.clip;

import java.util.stream.IntStream;

/**
 * Which of a batch's n pairs a process holds, when several train one model. The ranks' pairs follow each other in the order of the ranks.
 *
 * @param total
 *            n, of all ranks
 * @param first
 *            how many the ranks before this one hold
 * @param places
 *            {@code [k]} of each pair held: the order in which the batch was drawn, which does not depend on the number of ranks
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of numbers, never compared
public record BatchShare(int total, int first, int[] places) {

    /** Checks that the pairs are in the batch. */
    public BatchShare {
        if (first < 0 || first + places.length > total) {
            throw new IllegalArgumentException("pairs %d to %d of a batch of %d".formatted(first, first + places.length, total));
        }
    }

    /** {@return all of n pairs, held by one process} */
    static BatchShare all(int n) {
        return new BatchShare(n, 0, IntStream.range(0, n).toArray());
    }
}
