/**
 * The balanced assignment: points to centres with sizes within limits, at a cost that is proved to be near the least. Prices are found by
 * Newton's method on the dual, exact sizes by chains of moves.
 */
@NullMarked
package io.mode4j.cluster.balanced;

import org.jspecify.annotations.NullMarked;
