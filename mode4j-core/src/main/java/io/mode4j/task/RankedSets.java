package io.mode4j.task;

import java.util.List;
import java.util.Map;

/** Scores of a classification by several labels, ranked once. */
record RankedSets(MeanAveragePrecision precision) implements Judged {

    @Override
    public Map<Metric, Double> figures() {
        return Map.of(LabelSets.MEAN_AVERAGE_PRECISION, precision.ofAll());
    }

    @Override
    public Map<Metric, Cases> cases(List<Metric> metrics) {
        return metrics.contains(LabelSets.MEAN_AVERAGE_PRECISION) ? Map.of(LabelSets.MEAN_AVERAGE_PRECISION, precision) : Map.of();
    }
}
