package io.mode4j.task;

/** The F1 score of every class that has pictures, averaged: as WILDS and DataComp have it. N pictures, K classes. */
final class MacroF1 {

    private MacroF1() {}

    /** Between 0 and 1, of logits {@code [N, K]} and labels {@code [N]}. */
    static double of(Scores logits, int[] labels) {
        int classes = logits.columns();
        long[] right = new long[classes];
        long[] guessed = new long[classes];
        long[] pictures = new long[classes];
        double[] row = new double[classes];
        for (int i = 0; i < labels.length; i++) {
            logits.row(i, row);
            Ranks.checkFinite(row, classes, i);
            int guess = first(row, classes);
            guessed[guess]++;
            pictures[labels[i]]++;
            right[guess] += guess == labels[i] ? 1 : 0;
        }
        double sum = 0;
        int present = 0;
        for (int k = 0; k < classes; k++) {
            if (pictures[k] > 0) {
                sum += 2.0 * right[k] / (pictures[k] + guessed[k]);
                present++;
            }
        }
        return sum / present;
    }

    private static int first(double[] row, int columns) {
        int best = 0;
        for (int k = 1; k < columns; k++) {
            if (row[k] > row[best]) {
                best = k;
            }
        }
        return best;
    }
}
