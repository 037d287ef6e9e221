/**
 * Shards of image-caption pairs. Here is what a pair is: its key, its captions, and why one cannot be used. Beside it: where bytes come from ({@code bytes}), tars ({@code tar}), what
 * shards are made of ({@code source}), the rows that all later stages read ({@code index}).
 */
@NullMarked
package io.mode4j.shard;

import org.jspecify.annotations.NullMarked;
