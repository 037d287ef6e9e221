/**
 * Shards: tar files of image-caption pairs. They are read once, by {@link io.mode4j.shard.IndexStage}, which writes a row a pair; all that
 * comes later reads the rows ({@link io.mode4j.shard.SampleIndex}) and goes to the images by their offsets
 * ({@link io.mode4j.shard.ShardImages}).
 */
@NullMarked
package io.mode4j.shard;

import org.jspecify.annotations.NullMarked;
