/** Pictures and labels as arrays of numbers, in the files of well-known data sets: {@link io.mode4j.arrays.ArrayFiles}. */
@NullMarked
package io.mode4j.arrays;

import org.jspecify.annotations.NullMarked;
