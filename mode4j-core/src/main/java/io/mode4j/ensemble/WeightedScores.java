package io.mode4j.ensemble;

import io.mode4j.task.Scores;
import java.util.Arrays;
import java.util.List;

/**
 * The answer of the ensemble: the experts' logits or similarities, weighted and summed in float64, expert by expert in their order.
 */
public final class WeightedScores implements Scores {

    /** Adds an expert's row to the sum. */
    private interface Adding {
        /**
         * Adds.
         *
         * @param r      number of the row
         * @param expert number of the expert
         * @param row    its answers
         * @param sum    of the experts before it
         */
        void add(int r, int expert, double[] row, double[] sum);
    }

    private final List<? extends Scores> experts;
    private final Adding adding;
    private final double[] one;

    private WeightedScores(List<? extends Scores> experts, Adding adding) {
        this.experts = List.copyOf(experts);
        this.adding = adding;
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
        double[] same = new double[weights.length];
        Arrays.setAll(same, c -> weights[c]);
        return of(experts, same);
    }

    /** The same weights {@code [C]} for every row. */
    public static WeightedScores of(List<? extends Scores> experts, double[] weights) {
        checkLength(experts, weights.length);
        return new WeightedScores(experts, (_, expert, row, sum) -> add(weights[expert], row, sum));
    }

    /** Weights {@code [rows, C]} of its own for every row: text-to-image retrieval, where every query is a task; classification where every picture weighs. */
    public static WeightedScores perRow(List<? extends Scores> experts, float[][] weights) {
        for (float[] row : weights) {
            checkLength(experts, row.length);
        }
        return new WeightedScores(experts, (r, expert, row, sum) -> add(weights[r][expert], row, sum));
    }

    /** Weights {@code [columns, C]} of its own for every column: retrieval where every picture weighs. */
    static WeightedScores perColumn(List<? extends Scores> experts, float[][] weights) {
        for (float[] column : weights) {
            checkLength(experts, column.length);
        }
        if (weights.length != experts.getFirst().columns()) {
            throw new IllegalArgumentException("%d weights for %d columns".formatted(weights.length, experts.getFirst().columns()));
        }
        return new WeightedScores(experts, (_, expert, row, sum) -> {
            for (int i = 0; i < row.length; i++) {
                sum[i] += weights[i][expert] * row[i];
            }
        });
    }

    private static void add(double weight, double[] row, double[] sum) {
        for (int i = 0; i < row.length; i++) {
            sum[i] += weight * row[i];
        }
    }

    /** Weights as they are stored and used. */
    static float[] rounded(double[] weights) {
        float[] rounded = new float[weights.length];
        for (int c = 0; c < weights.length; c++) {
            rounded[c] = (float) weights[c];
        }
        return rounded;
    }

    private static void checkLength(List<? extends Scores> experts, int weights) {
        if (weights != experts.size()) {
            throw new IllegalArgumentException("%d weights for %d experts".formatted(weights, experts.size()));
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
        for (int expert = 0; expert < experts.size(); expert++) {
            experts.get(expert).row(r, one);
            adding.add(r, expert, one, into);
        }
    }
}
