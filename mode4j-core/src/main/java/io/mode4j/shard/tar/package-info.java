/** Tars, read member by member and written. */
@NullMarked
package io.mode4j.shard.tar;

import org.jspecify.annotations.NullMarked;
