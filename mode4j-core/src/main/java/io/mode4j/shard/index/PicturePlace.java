package io.mode4j.shard.index;

/**
 * Where a picture is.
 *
 * @param shard the number of the shard in its {@link io.mode4j.shard.source.ShardSet}
 * @param offset where its bytes begin
 * @param length how many there are
 */
record PicturePlace(int shard, long offset, int length) {}
