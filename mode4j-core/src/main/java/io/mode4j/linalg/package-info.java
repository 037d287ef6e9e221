/**
 * Numerics: matrix products by native libraries, decompositions, sums of vectors. Arrays of plain Java in and out.
 */
@NullMarked
package io.mode4j.linalg;

import org.jspecify.annotations.NullMarked;
