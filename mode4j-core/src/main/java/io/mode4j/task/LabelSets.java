package io.mode4j.task;

import java.util.Arrays;
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

    /** Of each class the precision at every picture that shows it, averaged: {@link MeanAveragePrecision}. */
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
        return new RankedSets(MeanAveragePrecision.of(ofTask, shown));
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
