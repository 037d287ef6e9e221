/**
 * The index: {@link io.mode4j.shard.index.IndexStage} reads the shards once and writes a row a pair; all that comes later reads the rows
 * ({@link io.mode4j.shard.index.SampleIndex}) and goes to the images by their offsets ({@link io.mode4j.shard.index.ShardImages}). Copies of pairs have an index of their own
 * ({@link io.mode4j.shard.index.PackStage}, {@link io.mode4j.shard.index.SourcePackStage}).
 */
@NullMarked
package io.mode4j.shard.index;

import org.jspecify.annotations.NullMarked;
