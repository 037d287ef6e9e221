/**
 * Training: which samples a model sees in which order, schedules, checkpoints and their progress. The model itself lives behind
 * {@link io.mode4j.clip.ClipEngine}.
 */
@NullMarked
package io.mode4j.train;

import org.jspecify.annotations.NullMarked;
