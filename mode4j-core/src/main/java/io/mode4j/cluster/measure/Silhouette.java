package io.mode4j.cluster.measure;

import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.work.Workers;
import java.util.Arrays;

/**
 * Silhouettes (Rousseeuw, 1987) of N points of D dimensions in K clusters: {@code (b - a) / max(a, b)}, a being a point's mean distance to the
 * others of its cluster and b that to the cluster which is nearest in this sense; 0 for a point that is alone in its cluster, or when no other
 * cluster has points. The simplified one takes distances to centres for a and b. Stateless.
 */
final class Silhouette {
    private Silhouette() {}

    /**
     * Of every point, from all N x N distances.
     *
     * @param points {@code [N, D]}
     * @param labels the cluster of each point, 0 to K - 1
     */
    static double[] of(float[] points, int dim, int[] labels, int clusters, Distance distance, Workers workers) {
        long[] sizes = new long[clusters];
        for (int label : labels) {
            sizes[label]++;
        }
        double[] silhouettes = new double[labels.length];
        workers.forEach(labels.length, () -> {
            double[] sums = new double[clusters];
            return i -> {
                Arrays.fill(sums, 0);
                for (int j = 0; j < labels.length; j++) {
                    sums[labels[j]] += j == i ? 0 : distance.between(points, i * dim, points, j * dim, dim);
                }
                silhouettes[i] = silhouette(sums, sizes, labels[i]);
            };
        });
        return silhouettes;
    }

    private static double silhouette(double[] sums, long[] sizes, int own) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < sizes.length; k++) {
            nearest = k != own && sizes[k] > 0 ? Math.min(nearest, sums[k] / sizes[k]) : nearest;
        }
        return sizes[own] < 2 ? 0 : ratio(sums[own] / (sizes[own] - 1), nearest);
    }

    /** Of every point, from the distances to the K centres. */
    static double[] simplified(float[] points, int[] labels, Centers centers, Distance distance, Workers workers) {
        int dim = centers.dim();
        double[] silhouettes = new double[labels.length];
        workers.forEach(labels.length, () -> i -> {
            double own = 0;
            double nearest = Double.POSITIVE_INFINITY;
            for (int k = 0; k < centers.count(); k++) {
                double d = distance.between(points, i * dim, centers.values(), k * dim, dim);
                own = k == labels[i] ? d : own;
                nearest = k == labels[i] ? nearest : Math.min(nearest, d);
            }
            silhouettes[i] = ratio(own, nearest);
        });
        return silhouettes;
    }

    private static double ratio(double own, double nearest) {
        double larger = Math.max(own, nearest);
        return Double.isInfinite(nearest) || larger <= 0 ? 0 : (nearest - own) / larger;
    }
}
