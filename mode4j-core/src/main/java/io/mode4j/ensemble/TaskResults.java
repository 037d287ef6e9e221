package io.mode4j.ensemble;

import io.mode4j.task.Metric;
import io.mode4j.task.ScoredTask;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The figures of one task.
 *
 * @param task    what was measured
 * @param byModel metrics between 0 and 1 of every model and of what is made of the experts, in the order of tables; the best single expert is only known when all tasks are measured
 */
public record TaskResults(ScoredTask task, SequencedMap<String, Map<Metric, Double>> byModel) {}
