/** Shards. */
@NullMarked
package io.mode4j.task;

import org.jspecify.annotations.NullMarked;
