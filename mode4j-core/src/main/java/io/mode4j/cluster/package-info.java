/**
 * Clusters: balanced k-means with a certificate of optimality, the two-step hierarchy of fine centres and coarse clusters, and the
 * assignment of every pair to its nearest fine centre (section 3.1 of the paper).
 */
@NullMarked
package io.mode4j.cluster;

import org.jspecify.annotations.NullMarked;
