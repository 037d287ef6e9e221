/** Shards. */
@NullMarked
package io.mode4j.cli;

import org.jspecify.annotations.NullMarked;
