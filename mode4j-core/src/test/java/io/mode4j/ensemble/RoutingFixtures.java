package io.mode4j.ensemble;

import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import java.util.Random;

/** Made-up clusters and texts. */
final class RoutingFixtures {

    private RoutingFixtures() {}

    /** Unit vectors {@code [rows, dim]}. */
    static float[][] unitVectors(Random random, int rows, int dim) {
        float[][] vectors = new float[rows][dim];
        for (float[] vector : vectors) {
            double norm = 0;
            for (int i = 0; i < dim; i++) {
                vector[i] = (float) random.nextGaussian();
                norm += vector[i] * vector[i];
            }
            for (int i = 0; i < dim; i++) {
                vector[i] /= (float) Math.sqrt(norm);
            }
        }
        return vectors;
    }

    /** Random clusters: every expert owns at least one of the {@code fine} centres. */
    static Clusters clusters(Random random, int experts, int fine, int dim) {
        int[] fineToCoarse = new int[fine];
        for (int s = 0; s < fine; s++) {
            fineToCoarse[s] = s < experts ? s : random.nextInt(experts);
        }
        return clusters(unitVectors(random, fine, dim), unitVectors(random, experts, dim), fineToCoarse);
    }

    static Clusters clusters(float[][] fine, float[][] coarse, int[] fineToCoarse) {
        return new Clusters(centers(fine), new long[fine.length], new float[fine.length], centers(coarse), fineToCoarse,
                Distance.EUCLIDEAN);
    }

    private static Centers centers(float[][] rows) {
        int dim = rows[0].length;
        float[] values = new float[rows.length * dim];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, values, r * dim, dim);
        }
        return new Centers(rows.length, dim, values);
    }
}
