/** Buckets of the clouds, through Apache OpenDAL: how each is addressed, where its credentials come from, and what its failures mean. */
@NullMarked
package io.mode4j.stores.cloud;

import org.jspecify.annotations.NullMarked;
