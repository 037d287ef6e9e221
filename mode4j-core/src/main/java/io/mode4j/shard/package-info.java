/** Shards. */
@NullMarked
package io.mode4j.shard;

import org.jspecify.annotations.NullMarked;
