/**
 * Points and centres: in memory and on disk, read in blocks, equal ones counted as one.
 */
@NullMarked
package io.mode4j.cluster.points;

import org.jspecify.annotations.NullMarked;
