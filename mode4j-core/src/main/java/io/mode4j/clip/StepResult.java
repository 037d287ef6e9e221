package io.mode4j.clip;

/**
 * What one optimiser step reports.
 *
 * @param loss
 *            of the batch before the step, finite
 * @param logitScale
 *            exponentiated, that the loss was computed with
 */
public record StepResult(double loss, double logitScale) {}
