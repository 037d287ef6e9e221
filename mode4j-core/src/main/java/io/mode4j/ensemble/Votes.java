package io.mode4j.ensemble;

import io.mode4j.linalg.Softmax;
import io.mode4j.task.Scores;
import java.util.Arrays;
import java.util.List;

/**
 * The answer of an ensemble in which each text weighs the experts: for a picture and text l, {@code sum over c of w_lc p_c(l)}, where {@code p_c} is expert c's softmax over the
 * texts. In float64, expert by expert in their order.
 */
public final class Votes implements Scores {

    /** What similarities, which are cosines, are multiplied by before the softmax: the logit scale that CLIP's training ends at. */
    static final double LOGIT_SCALE = 100;

    private final List<? extends Scores> experts;
    private final float[][] weights;
    /** By expert, {@code [N]}: the logarithm of the sum of exponentials over the texts, where rows are texts; empty where rows are pictures. */
    private final double[][] sums;
    private final double[] one;

    private Votes(List<? extends Scores> experts, float[][] weights, double[][] sums) {
        this.experts = List.copyOf(experts);
        this.weights = weights;
        this.sums = sums;
        this.one = new double[columns()];
    }

    /**
     * Of logits {@code [pictures, texts]}.
     *
     * @param weights {@code [texts, C]}
     */
    public static Votes ofLogits(List<? extends Scores> experts, float[][] weights) {
        requireTexts(weights, experts.getFirst().columns());
        return new Votes(experts, weights, new double[0][]);
    }

    /**
     * Of similarities {@code [texts, pictures]}; reads them once to begin with, and holds a number for each picture and expert.
     *
     * @param weights {@code [texts, C]}
     */
    public static Votes ofSimilarities(List<? extends Scores> experts, float[][] weights) {
        requireTexts(weights, experts.getFirst().rows());
        return new Votes(experts, weights, experts.stream().map(Votes::sums).toArray(double[][]::new));
    }

    private static void requireTexts(float[][] weights, int texts) {
        if (weights.length != texts) {
            throw new IllegalArgumentException("%d weights for %d texts".formatted(weights.length, texts));
        }
    }

    private static double[] sums(Scores similarities) {
        double[] most = new double[similarities.columns()];
        double[] sums = new double[similarities.columns()];
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        double[] row = new double[similarities.columns()];
        for (int t = 0; t < similarities.rows(); t++) {
            similarities.row(t, row);
            for (int i = 0; i < row.length; i++) {
                double logit = LOGIT_SCALE * row[i];
                if (logit > most[i]) {
                    sums[i] = sums[i] * Math.exp(most[i] - logit) + 1;
                    most[i] = logit;
                } else {
                    sums[i] += Math.exp(logit - most[i]);
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = most[i] + Math.log(sums[i]);
        }
        return sums;
    }

    @Override
    public int rows() {
        return experts.getFirst().rows();
    }

    @Override
    public int columns() {
        return experts.getFirst().columns();
    }

    @Override
    public void row(int r, double[] into) {
        Arrays.fill(into, 0, one.length, 0);
        for (int c = 0; c < experts.size(); c++) {
            experts.get(c).row(r, one);
            if (sums.length == 0) {
                addPicture(c, Softmax.of(one), into);
            } else {
                addText(r, c, into);
            }
        }
    }

    private void addPicture(int expert, double[] probabilities, double[] into) {
        for (int l = 0; l < probabilities.length; l++) {
            into[l] += weights[l][expert] * probabilities[l];
        }
    }

    private void addText(int text, int expert, double[] into) {
        for (int i = 0; i < one.length; i++) {
            into[i] += weights[text][expert] * Math.exp(LOGIT_SCALE * one[i] - sums[expert][i]);
        }
    }
}
