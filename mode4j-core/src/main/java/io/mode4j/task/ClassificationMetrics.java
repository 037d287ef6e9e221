package io.mode4j.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics of zero-shot classification, as CLIP_benchmark defines the first three, the CLIP evaluation of MetaCLIP and MoDE the next two, and DataComp the others. N pictures,
 * K classes.
 */
public final class ClassificationMetrics {

    /** Share of pictures whose class has the highest logit. */
    public static final Metric ACC1 = new Metric("acc1", "accuracy");
    /** Share of pictures whose class is among the five highest logits. */
    public static final Metric ACC5 = new Metric("acc5", "top-5 accuracy");
    /** {@link #ACC1} within each class that has pictures, averaged over those classes. */
    public static final Metric MEAN_PER_CLASS_RECALL = new Metric("mean_per_class_recall", "mean per-class recall");

    /** The mean of {@link #ACC1} and {@link #ACC5}. */
    public static final Metric MEAN_OF_TOP_1_AND_5 = new Metric("mean_top1_top5", "mean of top-1 and top-5");
    /** Of two classes: the area under the curve of true over false positives, by the second class's score less the first's. */
    public static final Metric ROC_AUC = new Metric("roc_auc", "ROC AUC");
    /** The F1 score of each class that has pictures, averaged over those classes. */
    public static final Metric F1_MACRO = new Metric("f1_macro", "macro F1", "F1-macro_all");
    /** {@link #ACC1} of the group of pictures where it is lowest. */
    public static final Metric WORST_GROUP_ACC1 = new Metric("worst_group_acc1", "accuracy of the worst group", "acc_wg");
    /** {@link #ACC5} of the group of pictures where it is lowest. */
    public static final Metric WORST_GROUP_ACC5 = new Metric("worst_group_acc5", "top-5 accuracy of the worst group", "acc_top5_wg");

    /** Those that need pictures in groups. */
    static final List<Metric> OF_GROUPS = List.of(WORST_GROUP_ACC1, WORST_GROUP_ACC5);

    /** All of them; the last ones are measured where they sum a task up. */
    static final List<Metric> ALL = List.of(ACC1, ACC5, MEAN_PER_CLASS_RECALL, MEAN_OF_TOP_1_AND_5, ROC_AUC, F1_MACRO, WORST_GROUP_ACC1,
            WORST_GROUP_ACC5);

    /** Among how many the right class is looked for. */
    static final int AMONG = 5;

    private ClassificationMetrics() {}

    /**
     * {@link #ACC1}, {@link #ACC5} (only with at least five classes) and {@link #MEAN_PER_CLASS_RECALL}, each between 0 and 1.
     *
     * @param logits {@code [N, K]}
     * @param labels {@code [N]} the column of each picture's class
     * @throws IllegalArgumentException without pictures, with a label outside the columns, or with a score that is not a finite number
     */
    public static Map<Metric, Double> of(Scores logits, int[] labels) {
        return of(ranks(logits, labels), labels, logits.columns());
    }

    /** The same, of how many classes stand ahead of the right one, {@code [N]}. */
    static Map<Metric, Double> of(int[] ranks, int[] labels, int classes) {
        long[] pictures = new long[classes];
        long[] first = new long[classes];
        long amongFive = 0;
        for (int i = 0; i < labels.length; i++) {
            pictures[labels[i]]++;
            first[labels[i]] += ranks[i] < 1 ? 1 : 0;
            amongFive += ranks[i] < AMONG ? 1 : 0;
        }
        return metrics(labels.length, amongFive, pictures, first);
    }

    /** How many classes stand ahead of the right one, {@code [N]}. */
    static int[] ranks(Scores logits, int[] labels) {
        check(logits.rows(), labels);
        int[] ranks = new int[labels.length];
        double[] row = new double[logits.columns()];
        for (int i = 0; i < ranks.length; i++) {
            logits.row(i, row);
            Ranks.checkFinite(row, row.length, i);
            ranks[i] = Ranks.of(row, row.length, labels[i]);
        }
        return ranks;
    }

    /** What guessing gives on average: 1/K, and 5/K among five. */
    public static Map<Metric, Double> chance(int classes) {
        Map<Metric, Double> chance = new LinkedHashMap<>();
        chance.put(ACC1, 1.0 / classes);
        if (classes >= AMONG) {
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
        if (pictures.length >= AMONG) {
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
