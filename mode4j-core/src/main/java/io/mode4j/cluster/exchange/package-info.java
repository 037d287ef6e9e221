/**
 * Centres from and for other programs.
 */
@NullMarked
package io.mode4j.cluster.exchange;

import org.jspecify.annotations.NullMarked;
