/** Shards. */
@NullMarked
package io.mode4j.progress;

import org.jspecify.annotations.NullMarked;
