package io.mode4j.task;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The area under the curve of true over false positives, as scikit-learn has it: the chance that a picture of the second class scores above one of the first, equal scores
 * counting half. The score is that of the second class less that of the first. N pictures.
 */
final class RocAuc implements Cases {

    /** Where there is no picture of a class, nothing tells them apart. */
    private static final double EVEN = 0.5;

    private final int[] labels;
    private final double[] scores;
    /** The pictures by rising score. */
    private final int[] order;

    private RocAuc(int[] labels, double[] scores, int[] order) {
        this.labels = labels;
        this.scores = scores;
        this.order = order;
    }

    /**
     * Sorts pictures by their scores.
     *
     * @param logits {@code [N, 2]}
     * @param labels {@code [N]}, with both classes
     */
    static RocAuc of(Scores logits, int[] labels) {
        double[] scores = new double[labels.length];
        double[] row = new double[2];
        for (int i = 0; i < scores.length; i++) {
            logits.row(i, row);
            Ranks.checkFinite(row, 2, i);
            scores[i] = row[1] - row[0];
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new RocAuc(labels, scores, order);
    }

    @Override
    public int count() {
        return labels.length;
    }

    @Override
    public double measure(int[] times) {
        double wins = 0;
        long firstBelow = 0;
        long second = 0;
        for (int from = 0; from < order.length;) {
            int to = from;
            long[] equal = new long[2];
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                equal[labels[order[to]]] += times[order[to]];
                to++;
            }
            wins += equal[1] * (firstBelow + equal[0] / 2.0);
            firstBelow += equal[0];
            second += equal[1];
            from = to;
        }
        return firstBelow == 0 || second == 0 ? EVEN : wins / firstBelow / second;
    }
}
