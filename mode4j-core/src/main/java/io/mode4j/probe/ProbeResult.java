package io.mode4j.probe;

import io.mode4j.task.Metric;
import java.util.Map;

/**
 * What a probe found.
 *
 * @param head        the classifier
 * @param weightDecay it was trained with
 * @param metrics     of the pictures that are asked about: those of zero-shot classification
 */
public record ProbeResult(LinearHead head, double weightDecay, Map<Metric, Double> metrics) {}
