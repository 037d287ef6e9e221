/** Shards. */
@NullMarked
package io.mode4j.report;

import org.jspecify.annotations.NullMarked;
