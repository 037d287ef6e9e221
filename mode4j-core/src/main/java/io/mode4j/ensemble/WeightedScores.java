package io.mode4j.ensemble;

import io.mode4j.task.Scores;
import java.util.Arrays;
import java.util.List;

/**
 * The answer of the ensemble: the experts' logits or similarities, weighted and summed in float64, expert by expert in their order.
 */
public final class WeightedScores implements Scores {

    /** The weight of every expert in a row. */
    interface RowWeights {
        /** Weights {@code [C]} of row {@code r}. */
        float[] of(int r);
    }

    private final List<? extends Scores> experts;
    private final RowWeights weights;
    private final double[] one;

    private WeightedScores(List<? extends Scores> experts, RowWeights weights) {
        this.experts = List.copyOf(experts);
        this.weights = weights;
        this.one = new double[experts.getFirst().columns()];
        for (Scores expert : experts) {
            if (expert.rows() != rows() || expert.columns() != columns()) {
                throw new IllegalArgumentException(
                        "experts answer with matrices of unequal shapes: [%d, %d] and [%d, %d]".formatted(rows(), columns(),
                                expert.rows(), expert.columns()));
            }
        }
    }

    /** The same weights {@code [C]} for every row. */
    public static WeightedScores of(List<? extends Scores> experts, float[] weights) {
        checkLength(experts, weights);
        return new WeightedScores(experts, _ -> weights);
    }

    /** Weights {@code [rows, C]} of its own for every row: text-to-image retrieval, where every query is a task. */
    public static WeightedScores perRow(List<? extends Scores> experts, float[][] weights) {
        for (float[] row : weights) {
            checkLength(experts, row);
        }
        return new WeightedScores(experts, r -> weights[r]);
    }

    private static void checkLength(List<? extends Scores> experts, float[] weights) {
        if (weights.length != experts.size()) {
            throw new IllegalArgumentException("%d weights for %d experts".formatted(weights.length, experts.size()));
        }
    }

    @Override
    public int rows() {
        return experts.getFirst().rows();
    }

    @Override
    public int columns() {
        return one.length;
    }

    @Override
    public void row(int r, double[] into) {
        Arrays.fill(into, 0, one.length, 0);
        float[] w = weights.of(r);
        for (int c = 0; c < w.length; c++) {
            experts.get(c).row(r, one);
            for (int i = 0; i < one.length; i++) {
                into[i] += w[c] * one[i];
            }
        }
    }
}
