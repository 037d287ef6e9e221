/**
 * Clusters: the two-step hierarchy of fine centres and coarse clusters, and the assignment of every pair to its nearest fine centre (section
 * 3.1 of the paper). The stages and what they exchange; how centres are found is in the packages within.
 */
@NullMarked
package io.mode4j.cluster;

import org.jspecify.annotations.NullMarked;
