package io.mode4j.cluster;

/** Float64 sums over float32 vectors that start at an offset of an array. Stateless. */
final class Vectors {
    private Vectors() {}

    static double dot(float[] a, int from, float[] b, int start, int dim) {
        double sum = 0;
        for (int d = 0; d < dim; d++) {
            sum += (double) a[from + d] * b[start + d];
        }
        return sum;
    }

    static double squaredNorm(float[] a, int from, int dim) {
        return dot(a, from, a, from, dim);
    }

    static double squaredDistance(float[] a, int from, float[] b, int start, int dim) {
        double sum = 0;
        for (int d = 0; d < dim; d++) {
            double difference = (double) a[from + d] - b[start + d];
            sum += difference * difference;
        }
        return sum;
    }

    /** Scales a vector to length one; a zero vector stays zero. */
    static void normalize(float[] a, int from, int dim) {
        double norm = Math.sqrt(squaredNorm(a, from, dim));
        if (norm > 0) {
            for (int d = 0; d < dim; d++) {
                a[from + d] = (float) (a[from + d] / norm);
            }
        }
    }
}
