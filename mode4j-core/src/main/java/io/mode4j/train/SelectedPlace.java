package io.mode4j.train;

/**
 * A pair that a model is trained on.
 *
 * @param shard
 *            its number
 * @param number
 *            among the pairs of the shard that the model is trained on
 */
record SelectedPlace(int shard, int number) {}
