package io.mode4j.ensemble;

import java.util.Arrays;

/** Every expert counts the same, whatever the task: the ablation that shows what routing adds. */
public record UniformRule() implements RoutingRule {

    @Override
    public String name() {
        return "uniform";
    }

    @Override
    public double[] weights(TextDistances distances) {
        double[] weights = new double[distances.experts()];
        Arrays.fill(weights, 1.0 / weights.length);
        return weights;
    }
}
