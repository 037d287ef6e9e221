package io.mode4j.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Groups texts of similar length, so that little of a batch is padding. A pure function: the same lengths give the same batches. */
final class Batches {
    private Batches() {}

    /**
     * Partitions the texts {@code 0..lengths.length-1} into batches, longest first, so that the threads that share them end together.
     *
     * @param lengths
     *            tokens of each text, at least 1
     * @param tokenBudget
     *            the most tokens a batch may have, padding included; a longer text is a batch of its own
     * @return positions in {@code lengths}; within a batch the first is the longest
     */
    static List<int[]> of(int[] lengths, int tokenBudget) {
        int[] longestFirst = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> -lengths[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < longestFirst.length;) {
            int rows = Math.max(1, tokenBudget / lengths[longestFirst[from]]);
            int to = Math.min(longestFirst.length, from + rows);
            batches.add(Arrays.copyOfRange(longestFirst, from, to));
            from = to;
        }
        return batches;
    }
}
