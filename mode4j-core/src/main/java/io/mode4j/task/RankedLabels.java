package io.mode4j.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores of a classification, ranked once for all metrics.
 *
 * @param truth  the right answers
 * @param scores {@code [N, K]}
 * @param ranks  {@code [N]} how many classes stand ahead of the right one
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers; compared by nobody
record RankedLabels(Labels truth, Scores scores, int[] ranks) implements Judged {

    static RankedLabels of(Labels truth, Scores scores) {
        return new RankedLabels(truth, scores, ClassificationMetrics.ranks(scores, truth.labels()));
    }

    @Override
    public Map<Metric, Double> figures() {
        Map<Metric, Double> figures = ClassificationMetrics.of(ranks, truth.labels(), scores.columns());
        for (Metric metric : truth.wanted()) {
            if (!figures.containsKey(metric) && truth.problem(metric).isEmpty()) {
                figures.put(metric, figure(metric, figures));
            }
        }
        return figures;
    }

    private double figure(Metric metric, Map<Metric, Double> known) {
        if (metric.equals(ClassificationMetrics.MEAN_OF_TOP_1_AND_5)) {
            return (known.getOrDefault(ClassificationMetrics.ACC1, Double.NaN)
                    + known.getOrDefault(ClassificationMetrics.ACC5, Double.NaN)) / 2;
        }
        if (metric.equals(ClassificationMetrics.ROC_AUC)) {
            return RocAuc.of(scores, truth.labels()).ofAll();
        }
        if (metric.equals(ClassificationMetrics.F1_MACRO)) {
            return MacroF1.of(scores, truth.labels()).ofAll();
        }
        return worstGroup(metric).ofAll();
    }

    @Override
    public Map<Metric, Cases> cases(List<Metric> metrics) {
        Map<Metric, Cases> cases = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            if (metric.equals(ClassificationMetrics.MEAN_PER_CLASS_RECALL)) {
                cases.put(metric, new Hits(within(1), truth.labels()));
            } else if (metric.equals(ClassificationMetrics.ACC1)) {
                cases.put(metric, new Hits(within(1)));
            } else if (metric.equals(ClassificationMetrics.ACC5)) {
                cases.put(metric, new Hits(within(ClassificationMetrics.AMONG)));
            } else if (metric.equals(ClassificationMetrics.MEAN_OF_TOP_1_AND_5)) {
                cases.put(metric, new Hits(mean(within(1), within(ClassificationMetrics.AMONG))));
            } else if (metric.equals(ClassificationMetrics.ROC_AUC)) {
                cases.put(metric, RocAuc.of(scores, truth.labels()));
            } else if (metric.equals(ClassificationMetrics.F1_MACRO)) {
                cases.put(metric, MacroF1.of(scores, truth.labels()));
            } else if (ClassificationMetrics.OF_GROUPS.contains(metric)) {
                cases.put(metric, worstGroup(metric));
            }
        }
        return cases;
    }

    private WorstGroup worstGroup(Metric metric) {
        return new WorstGroup(within(metric.equals(ClassificationMetrics.WORST_GROUP_ACC5) ? ClassificationMetrics.AMONG : 1),
                truth.groups());
    }

    private float[] within(int first) {
        float[] right = new float[ranks.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = ranks[i] < first ? 1 : 0;
        }
        return right;
    }

    private static float[] mean(float[] one, float[] other) {
        float[] mean = new float[one.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (one[i] + other[i]) / 2;
        }
        return mean;
    }
}
