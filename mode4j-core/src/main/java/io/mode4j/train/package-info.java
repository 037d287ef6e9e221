/** Shards. */
@NullMarked
package io.mode4j.train;

import org.jspecify.annotations.NullMarked;
