package io.mode4j.task;

import java.util.List;
import java.util.Map;

/** What scores are worth by a task's right answers. */
@FunctionalInterface
public interface Judged {

    /** Every metric that these answers allow, between 0 and 1. */
    Map<Metric, Double> figures();

    /** The cases by metric, of those of {@code metrics} that can be measured again on a sample of them. */
    default Map<Metric, Cases> cases(List<Metric> metrics) {
        return Map.of();
    }
}
