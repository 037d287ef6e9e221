package io.mode4j.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metrics of zero-shot classification, as CLIP_benchmark defines them. N pictures, K classes. */
public final class ClassificationMetrics {

    /** Share of pictures whose class has the highest logit. */
    public static final Metric ACC1 = new Metric("acc1", "accuracy");
    /** Share of pictures whose class is among the five highest logits. */
    public static final Metric ACC5 = new Metric("acc5", "top-5 accuracy");
    /** {@link #ACC1} within each class that has pictures, averaged over those classes. */
    public static final Metric MEAN_PER_CLASS_RECALL = new Metric("mean_per_class_recall", "mean per-class recall");

    /** All of them. */
    static final List<Metric> ALL = List.of(ACC1, ACC5, MEAN_PER_CLASS_RECALL);

    private static final int AMONG = 5;

    private ClassificationMetrics() {}

    /**
     * {@link #ACC1}, {@link #ACC5} (only with more than five classes) and {@link #MEAN_PER_CLASS_RECALL}, each between 0 and 1.
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
            amongFive += rank < AMONG ? 1 : 0;
        }
        return metrics(labels.length, amongFive, pictures, first);
    }

    /** What guessing gives on average: 1/K, and 5/K among five. */
    public static Map<Metric, Double> chance(int classes) {
        Map<Metric, Double> chance = new LinkedHashMap<>();
        chance.put(ACC1, 1.0 / classes);
        if (classes > AMONG) {
            chance.put(ACC5, (double) AMONG / classes);
        }
        chance.put(MEAN_PER_CLASS_RECALL, 1.0 / classes);
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
        Map<Metric, Double> metrics = new LinkedHashMap<>();
        metrics.put(ACC1, (double) right / total);
        if (pictures.length > AMONG) {
            metrics.put(ACC5, (double) amongFive / total);
        }
        metrics.put(MEAN_PER_CLASS_RECALL, recalls / present);
        return metrics;
    }

    private static void check(int rows, int[] labels) {
        if (rows != labels.length || rows == 0) {
            throw new IllegalArgumentException(
                    "as many labels as rows of logits expected, and at least one; found %d and %d".formatted(labels.length, rows));
        }
    }
}
