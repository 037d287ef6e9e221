package io.mode4j.ensemble;

import io.mode4j.cluster.Clusters;

/**
 * How much each expert counts for a task, from the task's texts alone (section 3.3 of the paper). L texts, C experts; {@code d_lc} is the Euclidean
 * distance of text l to the nearest of the fine centres of expert c, {@code d_l} the least of them over c.
 *
 * <p>
 * A query of text-to-image retrieval is a task of its own with one text; for image-to-text retrieval, all captions are the texts of one task.
 * Rules are stateless records; another rule is one more of them.
 */
public sealed interface RoutingRule permits PaperRule, ReferenceRule, NearestRule, PerTextRule, HardRule, UniformRule {

    /** Short name, as in {@code mode-NAME}: letters, digits, dashes. */
    String name();

    /** Weight per expert {@code [C]}, each at least 0, sum 1; does not depend on the order of the texts. */
    double[] weights(TextDistances distances);

    /** Whether each text weighs the experts by itself in the answers about a picture too, which are then {@link Votes}. */
    default boolean weighsEachText() {
        return false;
    }

    /** The weights {@code [C]} as they are stored and used, rounded to float32. */
    default float[] rounded(TextDistances distances) {
        return WeightedScores.rounded(weights(distances));
    }

    /**
     * Weight per expert {@code [C]} of a task.
     *
     * @param texts {@code [L, dim]} L2-normalised, at least one
     */
    default double[] weights(float[][] texts, Clusters clusters) {
        return weights(TextDistances.of(texts, clusters));
    }
}
