/** Where the bytes of a shard come from: a file of this machine, a window of one, what a store sends. */
@NullMarked
package io.mode4j.shard.bytes;

import org.jspecify.annotations.NullMarked;
