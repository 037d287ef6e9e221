package io.mode4j.train;

import io.mode4j.clip.StepResult;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a step when it is taken.
 *
 * @param step
 *            of this model
 * @param samples
 *            that the weights have seen, the seed's included
 * @param rate
 *            the learning rate
 * @param pace
 *            of this step
 * @param gradientNorm
 *            where it was looked at
 * @param validation
 *            where held-out pairs were looked at
 */
record StepReport(long step, long samples, StepResult result, double rate, Pace pace, OptionalDouble gradientNorm,
        @Nullable ValidationResult validation) {}
