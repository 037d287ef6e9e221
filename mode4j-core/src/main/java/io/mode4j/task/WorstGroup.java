package io.mode4j.task;

import java.util.Map;
import java.util.TreeMap;

/** Accuracy within each group of pictures; the lowest counts: as WILDS and DataComp have it. N pictures. */
final class WorstGroup {

    private WorstGroup() {}

    /**
     * Between 0 and 1.
     *
     * @param right  {@code [N]} 1 for a picture that is right, else 0
     * @param groups {@code [N]}
     */
    static double of(float[] right, int[] groups) {
        Map<Integer, long[]> rightOf = new TreeMap<>();
        for (int i = 0; i < right.length; i++) {
            long[] counts = rightOf.computeIfAbsent(groups[i], _ -> new long[2]);
            counts[0] += (long) right[i];
            counts[1]++;
        }
        return rightOf.values().stream().mapToDouble(counts -> (double) counts[0] / counts[1]).min().orElse(0);
    }
}
