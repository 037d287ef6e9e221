/**
 * What there is to say about clusters: separation, a map, and which expert to train first.
 */
@NullMarked
package io.mode4j.cluster.measure;

import org.jspecify.annotations.NullMarked;
