package io.mode4j.ensemble;

import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the rules look at: for each of L texts and C experts, the squared Euclidean distance to the expert's nearest centre. An expert without a centre is
 * infinitely far. Under {@link Distance#COSINE} the centres are first scaled to length one, as they were when pairs were assigned to them. Computed in float64, text
 * by text, so the result does not depend on the number of threads.
 *
 * @param squared {@code [L, C]}
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of numbers between rules; compared by nobody
public record TextDistances(double[][] squared) {

    /** At least one text, and as many experts for each. */
    public TextDistances {
        if (squared.length == 0) {
            throw new IllegalArgumentException("routing needs at least one text");
        }
    }

    /** Distances of {@code texts} {@code [L, dim]} to the fine centres, each counted for the expert that it belongs to. */
    public static TextDistances of(float[][] texts, Clusters clusters) {
        return nearest(texts, rows(clusters.fine(), clusters.distance()), clusters.fineToCoarse(), clusters.experts());
    }

    /** Distances of {@code texts} {@code [L, dim]} to the fine centres of experts. */
    public static TextDistances of(float[][] texts, Experts experts) {
        return nearest(texts, experts.clusters().stream().map(expert -> rows(expert.fine(), expert.distance())).toList());
    }

    /** Distances to the coarse centres instead, one per expert: the paper's ablation. */
    public static TextDistances ofCoarse(float[][] texts, Experts experts) {
        return nearest(texts, experts.clusters().stream().map(expert -> rows(expert.coarse(), expert.distance())).toList());
    }

    /** @param centers of every expert */
    private static TextDistances nearest(float[][] texts, List<double[][]> centers) {
        int[] owners = IntStream.range(0, centers.size()).flatMap(c -> IntStream.generate(() -> c).limit(centers.get(c).length)).toArray();
        return nearest(texts, centers.stream().flatMap(Arrays::stream).toArray(double[][]::new), owners, centers.size());
    }

    /** Number of texts. */
    public int texts() {
        return squared.length;
    }

    /** Number of experts. */
    public int experts() {
        return squared[0].length;
    }

    /** The same texts, and these of the experts, by their numbers. */
    TextDistances among(int... experts) {
        return new TextDistances(
                Arrays.stream(squared)
                        .map(ofText -> Arrays.stream(experts).mapToDouble(c -> ofText[c]).toArray())
                        .toArray(double[][]::new));
    }

    /** Text {@code l} as a task of its own. */
    public TextDistances only(int l) {
        return new TextDistances(new double[][]{squared[l]});
    }

    /** The expert that owns the centre nearest to text {@code l}; of equals, the first. */
    int nearestExpert(int l) {
        int best = 0;
        for (int c = 1; c < squared[l].length; c++) {
            if (squared[l][c] < squared[l][best]) {
                best = c;
            }
        }
        return best;
    }

    private static TextDistances nearest(float[][] texts, double[][] centers, int[] owners, int experts) {
        return new TextDistances(IntStream.range(0, texts.length).parallel().mapToObj(l -> {
            double[] nearest = new double[experts];
            Arrays.fill(nearest, Double.POSITIVE_INFINITY);
            for (int s = 0; s < centers.length; s++) {
                nearest[owners[s]] = Math.min(nearest[owners[s]], squaredDistance(texts[l], centers[s]));
            }
            return nearest;
        }).toArray(double[][]::new));
    }

    private static double[][] rows(Centers centers, Distance distance) {
        double[][] rows = new double[centers.count()][centers.dim()];
        for (int s = 0; s < rows.length; s++) {
            double norm = 0;
            for (int i = 0; i < centers.dim(); i++) {
                rows[s][i] = centers.values()[s * centers.dim() + i];
                norm += rows[s][i] * rows[s][i];
            }
            if (distance == Distance.COSINE && norm > 0) {
                double length = Math.sqrt(norm);
                Arrays.setAll(rows[s], scaled(rows[s], length));
            }
        }
        return rows;
    }

    private static IntToDoubleFunction scaled(double[] row, double length) {
        return i -> row[i] / length;
    }

    private static double squaredDistance(float[] text, double[] center) {
        if (text.length != center.length) {
            throw new IllegalArgumentException("texts have %d numbers, the centres %d".formatted(text.length, center.length));
        }
        double sum = 0;
        for (int i = 0; i < text.length; i++) {
            double difference = text[i] - center[i];
            sum += difference * difference;
        }
        return sum;
    }
}
