/**
 * The exactly nearest centres of points: cheap products rule most centres out, float64 decides among the rest.
 */
@NullMarked
package io.mode4j.cluster.search;

import org.jspecify.annotations.NullMarked;
