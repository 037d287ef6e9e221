package io.mode4j.task;

/**
 * The place of an answer among all candidates, counted from 0. Candidates with equal scores stand in their order, the first ahead, as in {@code numpy.argmax}
 * and a stable sort by falling score; so a model that answers the same to everything scores about what chance does.
 */
final class Ranks {

    private Ranks() {}

    /** How many of the first {@code columns} candidates stand ahead of candidate {@code answer}. */
    static int of(double[] row, int columns, int answer) {
        double score = row[answer];
        int ahead = 0;
        for (int i = 0; i < columns; i++) {
            if (row[i] > score || (row[i] == score && i < answer)) {
                ahead++;
            }
        }
        return ahead;
    }

    /** The first {@code columns} scores of row {@code r} must be numbers. */
    static void checkFinite(double[] row, int columns, int r) {
        for (int i = 0; i < columns; i++) {
            if (!Double.isFinite(row[i])) {
                throw new IllegalArgumentException("score [%d, %d] is %s; a finite number expected".formatted(r, i, row[i]));
            }
        }
    }
}
