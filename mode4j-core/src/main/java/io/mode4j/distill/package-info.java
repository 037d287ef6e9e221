/**
 * One model that learns from the experts of a run: what each of them says of all pairs, computed once and kept, and the ensemble of them as the teachers of a training.
 */
@NullMarked
package io.mode4j.distill;

import org.jspecify.annotations.NullMarked;
