package io.mode4j.ensemble;

import java.util.List;
import java.util.SequencedMap;

/**
 * A figure over several tasks.
 *
 * @param name    what it is: a metric, or an average that is well known
 * @param tasks   over which tasks
 * @param of      over how many tasks it is usually taken; as many as there are, if it is not a well-known one
 * @param byModel the mean over the tasks, between 0 and 1, in the order of tables
 */
public record Average(String name, List<String> tasks, int of, SequencedMap<String, Double> byModel) {}
