package io.mode4j.shard;

/**
 * Where a picture is.
 *
 * @param shard the number of the shard in its {@link ShardSet}
 * @param offset where its bytes begin
 * @param length how many there are
 */
record PicturePlace(int shard, long offset, int length) {}
