/** Shards. */
@NullMarked
package io.mode4j.artifact;

import org.jspecify.annotations.NullMarked;
