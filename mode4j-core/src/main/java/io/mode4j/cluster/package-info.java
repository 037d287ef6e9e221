/** Shards. */
@NullMarked
package io.mode4j.cluster;

import org.jspecify.annotations.NullMarked;
