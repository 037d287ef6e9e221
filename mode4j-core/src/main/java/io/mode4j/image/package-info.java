/**
 * From encoded pictures to the pixels a model sees: decode, resize, crop, augment, in plain Java.
 */
@NullMarked
package io.mode4j.image;

import org.jspecify.annotations.NullMarked;
