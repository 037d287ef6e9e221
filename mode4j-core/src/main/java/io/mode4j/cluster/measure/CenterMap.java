package io.mode4j.cluster.measure;

import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.linalg.LeadingAxes;
import io.mode4j.linalg.SparseRows;
import io.mode4j.linalg.Vectors;
import java.util.Arrays;

/**
 * A flat map of K centres: their coordinates along the two directions in which they differ most (principal components). The same centres
 * always give the same map.
 *
 * @param x first coordinate of each centre, {@code [K]}, around 0
 * @param y second coordinate, {@code [K]}
 * @param shown the share of the centres' variance that the map shows; 1 when all are in one place
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of numbers; compared by nobody
public record CenterMap(double[] x, double[] y, double shown) {
    private static final int ITERATIONS = 30;
    private static final double NOISE = 1e-12; // share of the centres' squared length that rounding may leave between equal ones

    /** The map of some centres. */
    public static CenterMap of(Centers original, Distance distance) {
        Centers centers = original.comparable(distance);
        SparseRows rows = centered(centers);
        LeadingAxes axes = LeadingAxes.of(rows, 2, ITERATIONS, 0);
        double[] x = new double[centers.count()];
        double[] y = new double[centers.count()];
        double[] position = new double[axes.singular().length];
        double all = 0;
        double length = Vectors.squaredNorm(centers.values(), 0, centers.values().length);
        for (int k = 0; k < x.length; k++) {
            rows.times(k, axes.axes(), position);
            x[k] = position[0];
            y[k] = position.length > 1 ? position[1] : 0;
            all += Vectors.squaredNorm(rows.values()[k], 0, rows.dim());
        }
        if (all <= NOISE * length) {
            return new CenterMap(new double[x.length], new double[y.length], 1);
        }
        double along = Arrays.stream(axes.singular()).map(s -> s * s).sum();
        return new CenterMap(x, y, Math.min(1, along / all));
    }

    private static SparseRows centered(Centers centers) {
        int dim = centers.dim();
        double[] mean = new double[dim];
        for (int i = 0; i < centers.values().length; i++) {
            mean[i % dim] += centers.values()[i] / centers.count();
        }
        int[] everywhere = new int[dim];
        Arrays.setAll(everywhere, d -> d);
        int[][] columns = new int[centers.count()][];
        Arrays.fill(columns, everywhere);
        float[][] values = new float[centers.count()][dim];
        for (int i = 0; i < centers.values().length; i++) {
            values[i / dim][i % dim] = (float) (centers.values()[i] - mean[i % dim]);
        }
        return new SparseRows(dim, columns, values);
    }
}
