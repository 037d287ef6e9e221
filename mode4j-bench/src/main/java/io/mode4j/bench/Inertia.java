package io.mode4j.bench;

import java.util.Arrays;

/**
 * What an assignment is worth, whoever made it.
 *
 * @param value sum of squared distances of the points to the means of their clusters, from float64 sums
 * @param smallest points in the smallest cluster
 * @param largest points in the largest
 */
record Inertia(double value, int smallest, int largest) {
    /** Measures points {@code [N, dim]} assigned to clusters {@code [N]}. */
    static Inertia of(float[] points, int dim, int[] assignment, int clusters) {
        double[] means = new double[clusters * dim];
        int[] sizes = new int[clusters];
        for (int i = 0; i < assignment.length; i++) {
            sizes[assignment[i]]++;
            for (int d = 0; d < dim; d++) {
                means[assignment[i] * dim + d] += points[i * dim + d];
            }
        }
        double sum = 0;
        for (int i = 0; i < assignment.length; i++) {
            int cluster = assignment[i];
            for (int d = 0; d < dim; d++) {
                double difference = points[i * dim + d] - means[cluster * dim + d] / sizes[cluster];
                sum += difference * difference;
            }
        }
        return new Inertia(sum, Arrays.stream(sizes).min().orElse(0), Arrays.stream(sizes).max().orElse(0));
    }
}
