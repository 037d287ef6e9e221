/**
 * The mixture as a model to ask, beside {@link io.mode4j.clip.Clip}: {@link io.mode4j.mixture.Mode} has the experts of a run and weighs them by the texts that it is
 * asked about, {@link io.mode4j.mixture.ModeClassifier} is its answer to one set of labels.
 */
@NullMarked
package io.mode4j.mixture;

import org.jspecify.annotations.NullMarked;
