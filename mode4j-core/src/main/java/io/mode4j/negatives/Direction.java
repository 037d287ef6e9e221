package io.mode4j.negatives;

import java.util.List;

/** Sums over the rows of a batch in one direction: pictures among whose captions the own one is to be found, or captions among whose pictures. Not thread-safe. */
final class Direction {
    /** What both directions have. */
    static final List<Figure> FIGURES = List.of(Figure.SIMILARITY, Figure.HARDEST, Figure.HARDEST_TRUE, Figure.EFFECTIVE_NEGATIVES,
            Figure.FALSE_GRADIENT, Figure.MASKED_FALSE_GRADIENT);

    private int rows;
    private double similarity;
    private double hardest;
    private double hardestTrue;
    private int rowsWithTrue;
    private double effective;
    private double gradient;
    private double falseGradient;
    private double maskedGradient;
    private double maskedFalseGradient;

    /**
     * Adds a row.
     *
     * @param similarities cosines {@code [n]}
     * @param reasons      why a negative is likely false {@code [n]}, 0 where it is not
     * @param own          which of them is no negative
     */
    void add(float[] similarities, byte[] reasons, int own, double scale) {
        rows++;
        addHardness(similarities, reasons, own);
        double highest = Double.NEGATIVE_INFINITY;
        for (float one : similarities) {
            highest = Math.max(highest, scale * one);
        }
        double[] weights = new double[similarities.length];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = Math.exp(scale * similarities[j] - highest);
        }
        addEffective(similarities, weights, own, scale, highest);
        addGradient(weights, reasons, own);
    }

    private void addHardness(float[] similarities, byte[] reasons, int own) {
        double sum = 0;
        double most = Double.NEGATIVE_INFINITY;
        double mostTrue = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < similarities.length; j++) {
            if (j != own) {
                sum += similarities[j];
                most = Math.max(most, similarities[j]);
                mostTrue = reasons[j] == 0 ? Math.max(mostTrue, similarities[j]) : mostTrue;
            }
        }
        similarity += sum / (similarities.length - 1);
        hardest += most;
        if (mostTrue > Double.NEGATIVE_INFINITY) {
            hardestTrue += mostTrue;
            rowsWithTrue++;
        }
    }

    /** With weights w that add up to Z, the entropy of w / Z is ln Z − Σ w ln w / Z. */
    private void addEffective(float[] similarities, double[] weights, int own, double scale, double highest) {
        double sum = 0;
        double sumOfLogs = 0;
        for (int j = 0; j < weights.length; j++) {
            if (j != own) {
                sum += weights[j];
                sumOfLogs += weights[j] * (scale * similarities[j] - highest);
            }
        }
        effective += Math.exp(Math.log(sum) - sumOfLogs / sum);
    }

    /** The gradient by a negative's logit is its probability; where equal captions are masked, its probability among the others. */
    private void addGradient(double[] weights, byte[] reasons, int own) {
        double onTrue = 0; // sums of their own, as differences of almost equal ones would be rounded away
        double onEqual = 0;
        double onOthers = 0;
        for (int j = 0; j < weights.length; j++) {
            if (j != own && reasons[j] == 0) {
                onTrue += weights[j];
            } else if (j != own && (reasons[j] & LikelyFalse.EQUAL_CAPTIONS) != 0) {
                onEqual += weights[j];
            } else if (j != own) {
                onOthers += weights[j];
            }
        }
        double masked = onTrue + onOthers + weights[own];
        double all = masked + onEqual;
        gradient += (onTrue + onOthers + onEqual) / all;
        falseGradient += (onOthers + onEqual) / all;
        maskedGradient += (onTrue + onOthers) / masked;
        maskedFalseGradient += onOthers / masked;
    }

    /** A figure of {@link #FIGURES}; NaN where no row tells it. */
    double value(Figure figure) {
        return switch (figure) {
            case SIMILARITY -> similarity / rows;
            case HARDEST -> hardest / rows;
            case HARDEST_TRUE -> hardestTrue / rowsWithTrue;
            case EFFECTIVE_NEGATIVES -> effective / rows;
            case FALSE_GRADIENT -> falseGradient / gradient;
            case MASKED_FALSE_GRADIENT -> maskedFalseGradient / maskedGradient;
            default -> throw new IllegalArgumentException(figure + " is of the batch, not of a direction");
        };
    }
}
