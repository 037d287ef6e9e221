package io.mode4j.task;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * As CLIP_benchmark defines it: of each class the precision at every picture that shows it, in the order of falling scores, averaged over these pictures; of a class that no picture
 * shows 0; averaged over all classes. Of equal scores the first picture stands ahead. N pictures, K classes.
 */
final class MeanAveragePrecision implements Cases {

    private final boolean[][] shown;
    /** {@code [K, N]} the pictures by falling scores. */
    private final int[][] order;

    private MeanAveragePrecision(boolean[][] shown, int[][] order) {
        this.shown = shown;
        this.order = order;
    }

    /**
     * Sorts the pictures once for each class.
     *
     * @param scores {@code [N, K]}
     * @param shown  {@code [N, K]} whether a picture shows a class
     */
    static MeanAveragePrecision of(Scores scores, boolean[][] shown) {
        int classes = shown[0].length;
        if (scores.rows() != shown.length || scores.columns() != classes) {
            throw new IllegalArgumentException("scores [%d, %d] do not fit labels [%d, %d]".formatted(scores.rows(), scores.columns(),
                    shown.length, classes));
        }
        double[][] columns = new double[classes][shown.length];
        double[] row = new double[classes];
        for (int i = 0; i < shown.length; i++) {
            scores.row(i, row);
            Ranks.checkFinite(row, classes, i);
            for (int k = 0; k < classes; k++) {
                columns[k][i] = row[k];
            }
        }
        return new MeanAveragePrecision(shown, Arrays.stream(columns).map(MeanAveragePrecision::falling).toArray(int[][]::new));
    }

    private static int[] falling(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i])) // stable
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public int count() {
        return shown.length;
    }

    /** The copies of a picture stand behind one another. */
    @Override
    public double measure(int[] times) {
        double sum = 0;
        for (int k = 0; k < order.length; k++) {
            sum += precision(k, times);
        }
        return sum / order.length;
    }

    private double precision(int k, int[] times) {
        double sum = 0;
        long right = 0;
        long seen = 0;
        for (int picture : order[k]) {
            if (shown[picture][k]) {
                for (int copy = 0; copy < times[picture]; copy++) {
                    right++;
                    seen++;
                    sum += (double) right / seen;
                }
            } else {
                seen += times[picture];
            }
        }
        return right == 0 ? 0 : sum / right;
    }
}
