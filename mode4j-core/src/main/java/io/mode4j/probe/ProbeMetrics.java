package io.mode4j.probe;

import io.mode4j.task.Metric;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** CLIP_benchmark's names of a probe's metrics. Stateless. */
final class ProbeMetrics {

    private static final String PREFIX = "lp_";

    private ProbeMetrics() {}

    /** The name of one. */
    static String name(Metric metric) {
        return PREFIX + metric.benchmarkName();
    }

    /** {@code lp_acc1}, {@code lp_acc5} (only with at least five classes) and {@code lp_mean_per_class_recall}. */
    static SequencedMap<String, Double> named(Map<Metric, Double> measured) {
        SequencedMap<String, Double> named = new LinkedHashMap<>();
        for (Metric metric : LinearProbe.METRICS) {
            Double value = measured.get(metric);
            if (value != null) {
                named.put(name(metric), value);
            }
        }
        return named;
    }
}
