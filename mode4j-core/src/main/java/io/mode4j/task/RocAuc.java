package io.mode4j.task;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The area under the curve of true over false positives, as scikit-learn has it: the chance that a picture of the second class scores above one of the first, equal scores
 * counting half. The score is that of the second class less that of the first. N pictures.
 */
final class RocAuc {

    private RocAuc() {}

    /**
     * Between 0 and 1.
     *
     * @param logits {@code [N, 2]}
     * @param labels {@code [N]}, with both classes
     */
    static double of(Scores logits, int[] labels) {
        double[] scores = new double[labels.length];
        double[] row = new double[2];
        for (int i = 0; i < scores.length; i++) {
            logits.row(i, row);
            Ranks.checkFinite(row, 2, i);
            scores[i] = row[1] - row[0];
        }
        Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        double wins = 0;
        long firstBelow = 0;
        for (int from = 0; from < order.length;) {
            int to = from;
            long[] equal = new long[2];
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                equal[labels[order[to]]]++;
                to++;
            }
            wins += equal[1] * (firstBelow + equal[0] / 2.0);
            firstBelow += equal[0];
            from = to;
        }
        return wins / firstBelow / (scores.length - firstBelow);
    }
}
