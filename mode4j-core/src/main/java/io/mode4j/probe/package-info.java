/**
 * Linear probes: a linear classifier on the features of pictures, trained and measured as CLIP_benchmark does it ({@link io.mode4j.probe.LinearProbe}), or by multinomial
 * logistic regression as CLIP's paper has it.
 */
@NullMarked
package io.mode4j.probe;

import org.jspecify.annotations.NullMarked;
