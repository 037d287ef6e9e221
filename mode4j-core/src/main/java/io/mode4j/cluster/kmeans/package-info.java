/**
 * K-means, plain and balanced: Lloyd's iteration over either assignment, first centres, and passes over data that does not fit into
 * memory.
 */
@NullMarked
package io.mode4j.cluster.kmeans;

import org.jspecify.annotations.NullMarked;
