package io.mode4j.task;

import java.util.EnumMap;
import java.util.Map;

/** Metrics of zero-shot classification, as CLIP_benchmark defines them. N pictures, K classes. */
public final class ClassificationMetrics {

    private ClassificationMetrics() {}

    /**
     * {@link Metric#ACC1}, {@link Metric#ACC5} (only with more than five classes) and {@link Metric#MEAN_PER_CLASS_RECALL}, each between 0 and 1.
     *
     * @param logits {@code [N, K]}
     * @param labels {@code [N]} the column of each picture's class
     * @throws IllegalArgumentException without pictures, with a label outside the columns, or with a score that is not a finite number
     */
    public static Map<Metric, Double> of(Scores logits, int[] labels) {
        int classes = logits.columns();
        check(logits.rows(), labels);
        long[] pictures = new long[classes];
        long[] first = new long[classes];
        long amongFive = 0;
        double[] row = new double[classes];
        for (int i = 0; i < labels.length; i++) {
            logits.row(i, row);
            Ranks.checkFinite(row, classes, i);
            int rank = Ranks.of(row, classes, labels[i]);
            pictures[labels[i]]++;
            first[labels[i]] += rank < 1 ? 1 : 0;
            amongFive += rank < 5 ? 1 : 0;
        }
        return metrics(labels.length, amongFive, pictures, first);
    }

    /** What guessing gives on average: 1/K, and 5/K among five. */
    public static Map<Metric, Double> chance(int classes) {
        Map<Metric, Double> chance = new EnumMap<>(Metric.class);
        chance.put(Metric.ACC1, 1.0 / classes);
        if (classes > Metric.ACC5.k()) {
            chance.put(Metric.ACC5, (double) Metric.ACC5.k() / classes);
        }
        chance.put(Metric.MEAN_PER_CLASS_RECALL, 1.0 / classes);
        return chance;
    }

    private static Map<Metric, Double> metrics(int total, long amongFive, long[] pictures, long[] first) {
        long right = 0;
        double recalls = 0;
        int present = 0;
        for (int k = 0; k < pictures.length; k++) {
            right += first[k];
            if (pictures[k] > 0) {
                recalls += (double) first[k] / pictures[k];
                present++;
            }
        }
        Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
        metrics.put(Metric.ACC1, (double) right / total);
        if (pictures.length > Metric.ACC5.k()) {
            metrics.put(Metric.ACC5, (double) amongFive / total);
        }
        metrics.put(Metric.MEAN_PER_CLASS_RECALL, recalls / present);
        return metrics;
    }

    private static void check(int rows, int[] labels) {
        if (rows != labels.length || rows == 0) {
            throw new IllegalArgumentException(
                    "as many labels as rows of logits expected, and at least one; found %d and %d".formatted(labels.length, rows));
        }
    }
}
