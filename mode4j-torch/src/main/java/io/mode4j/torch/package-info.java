/** Shards. */
@NullMarked
package io.mode4j.torch;

import org.jspecify.annotations.NullMarked;
