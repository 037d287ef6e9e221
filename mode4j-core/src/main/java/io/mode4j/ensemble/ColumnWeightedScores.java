package io.mode4j.ensemble;

import io.mode4j.task.Scores;
import java.util.Arrays;
import java.util.List;

/** Sums of experts' matrices with weights of its own for every column: retrieval where every picture weighs the experts. For use by one thread. */
final class ColumnWeightedScores implements Scores {

    private final List<? extends Scores> experts;
    private final float[][] weights;
    private final double[] one;

    /**
     * @param experts C matrices of one shape {@code [rows, columns]}
     * @param weights {@code [columns, C]}
     */
    ColumnWeightedScores(List<? extends Scores> experts, float[][] weights) {
        this.experts = List.copyOf(experts);
        this.weights = weights;
        this.one = new double[experts.getFirst().columns()];
        if (weights.length != columns() || weights[0].length != experts.size()
                || experts.stream().anyMatch(expert -> expert.rows() != rows() || expert.columns() != columns())) {
            throw new IllegalArgumentException(
                    "%d columns have weights, %d experts answer with matrices [%d, %d], and some perhaps with others"
                            .formatted(weights.length, experts.size(), rows(), columns()));
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
        for (int c = 0; c < experts.size(); c++) {
            experts.get(c).row(r, one);
            for (int i = 0; i < one.length; i++) {
                into[i] += weights[i][c] * one[i];
            }
        }
    }
}
