package io.mode4j.task;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The right answers of a classification by several labels. N pictures, K classes.
 *
 * @param shown {@code [N, K]} whether a picture shows a class
 */
@SuppressWarnings("ArrayRecordComponent") // millions of values; compared by nobody
public record LabelSets(boolean[][] shown) implements Truth {

    /**
     * As CLIP_benchmark defines it: of each class the precision at every picture that shows it, in the order of falling scores, averaged over these pictures; of a class that no
     * picture shows 0; averaged over all classes. Of equal scores the first picture stands ahead.
     */
    public static final Metric MEAN_AVERAGE_PRECISION = new Metric("mean_average_precision", "mean average precision");

    /** At least one picture. */
    public LabelSets {
        if (shown.length == 0) {
            throw new IllegalArgumentException("labels: at least one picture expected");
        }
    }

    @Override
    public int pictures() {
        return shown.length;
    }

    @Override
    public int cases() {
        return shown.length;
    }

    @Override
    public Judged judge(Scores ofTask, Scores ofQueries) {
        double precision = meanAveragePrecision(ofTask);
        return () -> Map.of(MEAN_AVERAGE_PRECISION, precision);
    }

    private double meanAveragePrecision(Scores ofTask) {
        int classes = shown[0].length;
        if (ofTask.rows() != shown.length || ofTask.columns() != classes) {
            throw new IllegalArgumentException("scores [%d, %d] do not fit labels [%d, %d]".formatted(ofTask.rows(), ofTask.columns(),
                    shown.length, classes));
        }
        double[][] columns = new double[classes][shown.length];
        double[] row = new double[classes];
        for (int i = 0; i < shown.length; i++) {
            ofTask.row(i, row);
            Ranks.checkFinite(row, classes, i);
            for (int k = 0; k < classes; k++) {
                columns[k][i] = row[k];
            }
        }
        return IntStream.range(0, classes).mapToDouble(k -> precision(columns[k], k)).sum() / classes;
    }

    private double precision(double[] scores, int k) {
        Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> -scores[i])); // stable
        double sum = 0;
        int right = 0;
        for (int place = 0; place < order.length; place++) {
            if (shown[order[place]][k]) {
                right++;
                sum += (double) right / (place + 1);
            }
        }
        return right == 0 ? 0 : sum / right;
    }

    /** Of a class that P of N pictures show, a random order has on average {@code (H + (P - 1) (N - H) / (N - 1)) / N}, where H is the Nth harmonic number. */
    @Override
    public Map<Metric, Double> chance() {
        int n = shown.length;
        double harmonic = IntStream.rangeClosed(1, n).mapToDouble(i -> 1.0 / i).sum();
        double sum = 0;
        for (int k = 0; k < shown[0].length; k++) {
            int pictures = picturesOf(k);
            double others = n == 1 ? 0 : (pictures - 1.0) * (n - harmonic) / (n - 1);
            sum += pictures == 0 ? 0 : (harmonic + others) / n;
        }
        return Map.of(MEAN_AVERAGE_PRECISION, sum / shown[0].length);
    }

    @Override
    public List<Integer> textsWithoutPictures() {
        return IntStream.range(0, shown[0].length).filter(k -> picturesOf(k) == 0).boxed().toList();
    }

    private int picturesOf(int k) {
        return (int) Arrays.stream(shown).filter(picture -> picture[k]).count();
    }
}
