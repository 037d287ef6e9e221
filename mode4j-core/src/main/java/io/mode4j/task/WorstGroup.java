package io.mode4j.task;

import java.util.Map;
import java.util.TreeMap;

/** Accuracy within each group of pictures; the lowest counts: as WILDS and DataComp have it. N pictures, K classes. */
final class WorstGroup {

    private WorstGroup() {}

    /**
     * Between 0 and 1.
     *
     * @param logits {@code [N, K]}
     * @param labels {@code [N]}
     * @param groups {@code [N]}
     * @param among  a picture is right whose class is among so many highest logits
     */
    static double of(Scores logits, int[] labels, int[] groups, int among) {
        Map<Integer, long[]> rightOf = new TreeMap<>();
        double[] row = new double[logits.columns()];
        for (int i = 0; i < labels.length; i++) {
            logits.row(i, row);
            Ranks.checkFinite(row, row.length, i);
            long[] counts = rightOf.computeIfAbsent(groups[i], _ -> new long[2]);
            counts[0] += Ranks.of(row, row.length, labels[i]) < among ? 1 : 0;
            counts[1]++;
        }
        return rightOf.values().stream().mapToDouble(counts -> (double) counts[0] / counts[1]).min().orElse(0);
    }
}
