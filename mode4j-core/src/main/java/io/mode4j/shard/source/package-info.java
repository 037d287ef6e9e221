/** What shards are made of: sets of them ({@link io.mode4j.shard.source.ShardSet}), and what reads each format: tars, files in folders, lists, tables in Parquet and CSV. */
@NullMarked
package io.mode4j.shard.source;

import org.jspecify.annotations.NullMarked;
