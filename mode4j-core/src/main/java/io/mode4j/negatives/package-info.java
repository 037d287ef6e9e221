/**
 * How hard and how clean the negatives of batches are, as the seed model, each expert and an expert of a random split draw them: why clusters help, by the paper, measured on a run.
 */
@NullMarked
package io.mode4j.negatives;

import org.jspecify.annotations.NullMarked;
