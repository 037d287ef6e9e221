package io.mode4j.train;

import java.util.List;

/**
 * A pair that a model is trained on.
 *
 * @param row
 *            its number over all shards of the index
 * @param shard
 *            where its picture lies
 * @param offset
 *            of the encoded picture in the shard, in bytes
 * @param length
 *            of the encoded picture, in bytes
 * @param captions
 *            the one the pair was clustered by, then, where any may be used, all of the pair's
 */
public record Pair(long row, int shard, long offset, int length, List<String> captions) {}
