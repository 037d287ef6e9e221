/** Shards. */
@NullMarked
package io.mode4j.embed;

import org.jspecify.annotations.NullMarked;
