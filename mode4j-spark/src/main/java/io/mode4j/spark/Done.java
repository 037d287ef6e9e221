package io.mode4j.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task returns to the driver.
 *
 * @param results  of its parts, in their order; none after a refusal
 * @param advanced units of work that they did
 * @param refusal  what no other try would change, a corrupt shard for one
 */
record Done<R>(List<R> results, long advanced, @Nullable IOException refusal) implements Serializable {}
