/** Shards. */
@NullMarked
package io.mode4j.bench;

import org.jspecify.annotations.NullMarked;
