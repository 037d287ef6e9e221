package io.mode4j.pipeline;

import io.mode4j.train.Span;
import java.util.Optional;

/**
 * How a student learns from the experts of a run.
 *
 * @param student what it begins as: {@value #FRESH}, {@value #EXPERT_MEAN}, a model of the run by its name, or a model folder
 * @param span    how long it trains; empty: as long as an expert of the run
 * @param weight  how much its teachers count beside the pairs, between 0 and 1
 */
public record DistillOptions(String student, Optional<Span> span, double weight) {
    /** Random weights. */
    public static final String FRESH = "fresh";
    /** The mean of the experts' weights. */
    public static final String EXPERT_MEAN = "expert-mean";
    /** Teachers and pairs count the same, as in CLIP-KD (Yang et al., CVPR 2024), which adds this loss to CLIP's with weight 1. */
    private static final double AS_MUCH_AS_PAIRS = 0.5;

    /** Checks the range. */
    public DistillOptions {
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("option distill-weight expects a number from 0 to 1, found " + weight);
        }
    }

    /** {@return the mean of the experts' weights, trained as long as an expert; teachers count as much as pairs} */
    public static DistillOptions defaults() {
        return new DistillOptions(EXPERT_MEAN, Optional.empty(), AS_MUCH_AS_PAIRS);
    }

    /** {@return the same, begun as another model} */
    public DistillOptions withStudent(String other) {
        return new DistillOptions(other, span, weight);
    }

    /** {@return the same for another span} */
    public DistillOptions withSpan(Span other) {
        return new DistillOptions(student, Optional.of(other), weight);
    }

    /** {@return the same with teachers that count more or less} */
    public DistillOptions withWeight(double other) {
        return new DistillOptions(student, span, other);
    }
}
