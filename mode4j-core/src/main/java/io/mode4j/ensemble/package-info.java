/** Shards. */
@NullMarked
package io.mode4j.ensemble;

import org.jspecify.annotations.NullMarked;
