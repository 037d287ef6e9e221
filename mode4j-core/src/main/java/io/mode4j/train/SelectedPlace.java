package io.mode4j.train;

/**
 * A pair that a model is trained on.
 *
 * @param shard
 *            its number
 * @param firstRow
 *            the number over all shards of the first pair of the shard that the model is trained on
 * @param number
 *            among the pairs of the shard that the model is trained on
 */
record SelectedPlace(int shard, long firstRow, int number) {}
