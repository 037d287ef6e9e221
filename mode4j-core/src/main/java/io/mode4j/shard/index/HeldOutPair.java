package io.mode4j.shard.index;

import io.mode4j.shard.Sample;

/**
 * A pair that no training sees. None of its captions, and no picture of the same bytes, is under another pair of the index, held out or not.
 *
 * @param shard the number of its shard in the {@link SampleIndex}, by which {@link ShardImages} reads its picture
 * @param sample the pair itself
 */
public record HeldOutPair(int shard, Sample sample) {}
