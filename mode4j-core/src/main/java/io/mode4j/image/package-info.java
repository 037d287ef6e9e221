/** Shards. */
@NullMarked
package io.mode4j.image;

import org.jspecify.annotations.NullMarked;
