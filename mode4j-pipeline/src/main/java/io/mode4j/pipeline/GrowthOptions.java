package io.mode4j.pipeline;

import io.mode4j.ensemble.NearestRule;
import io.mode4j.ensemble.RoutingRule;

/**
 * How a run grows.
 *
 * @param replay    of what an expert is trained on when it is updated, the share that it saw before; 0 to below 1
 * @param tolerance how much worse a task of before may become, between 0 and 1
 * @param rule      who votes with which weight, when that is judged
 */
public record GrowthOptions(double replay, double tolerance, RoutingRule rule) {
    private static final double HALF = 0.5;

    /** Checks the ranges. */
    public GrowthOptions {
        if (!(replay >= 0 && replay < 1)) {
            throw new IllegalArgumentException("option replay expects a share from 0 to below 1, found " + replay);
        }
        if (!(tolerance >= 0 && tolerance <= 1)) {
            throw new IllegalArgumentException("option tolerance expects a number from 0 to 1, found " + tolerance);
        }
    }

    /** {@return half of what is trained on seen before, no task worse at all, experts weighed by the nearest rule} */
    public static GrowthOptions defaults() {
        return new GrowthOptions(HALF, 0, new NearestRule());
    }

    /** {@return the same with another share seen before} */
    public GrowthOptions withReplay(double other) {
        return new GrowthOptions(other, tolerance, rule);
    }

    /** {@return the same with another tolerance} */
    public GrowthOptions withTolerance(double other) {
        return new GrowthOptions(replay, other, rule);
    }

    /** {@return the same, judged by another rule} */
    public GrowthOptions withRule(RoutingRule other) {
        return new GrowthOptions(replay, tolerance, other);
    }
}
