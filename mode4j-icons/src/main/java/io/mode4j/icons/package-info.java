/** Shards. */
@NullMarked
package io.mode4j.icons;

import org.jspecify.annotations.NullMarked;
