package io.mode4j.task;

/** The F1 score of every class that has pictures, averaged: as WILDS and DataComp have it. N pictures, K classes. */
final class MacroF1 implements Cases {

    private final int[] guesses;
    private final int[] labels;
    private final int classes;

    private MacroF1(int[] guesses, int[] labels, int classes) {
        this.guesses = guesses;
        this.labels = labels;
        this.classes = classes;
    }

    /** Of logits {@code [N, K]} and labels {@code [N]}. */
    static MacroF1 of(Scores logits, int[] labels) {
        int classes = logits.columns();
        double[] row = new double[classes];
        int[] guesses = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            logits.row(i, row);
            Ranks.checkFinite(row, classes, i);
            guesses[i] = first(row, classes);
        }
        return new MacroF1(guesses, labels, classes);
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

    @Override
    public int count() {
        return labels.length;
    }

    @Override
    public double measure(int[] times) {
        long[] right = new long[classes];
        long[] guessed = new long[classes];
        long[] pictures = new long[classes];
        for (int i = 0; i < labels.length; i++) {
            guessed[guesses[i]] += times[i];
            pictures[labels[i]] += times[i];
            right[labels[i]] += guesses[i] == labels[i] ? times[i] : 0;
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
}
