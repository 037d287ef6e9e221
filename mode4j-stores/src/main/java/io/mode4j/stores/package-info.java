/**
 * Stores as file systems of Java: a bucket is a file system, an object a file that is read by ranges and written whole. What a bucket can do is a small interface, {@link io.mode4j.stores.Bucket};
 * the clouds have it in {@code cloud}.
 */
@NullMarked
package io.mode4j.stores;

import org.jspecify.annotations.NullMarked;
