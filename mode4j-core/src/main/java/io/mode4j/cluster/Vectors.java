package io.mode4j.cluster;

/** Float64 sums over float32 vectors that start at an offset of an array. Stateless. */
final class Vectors {
    private Vectors() {}

    static double dot(float[] a, int from, float[] b, int start, int dim) {
        double first = 0; // several sums, because each addition waits for the one before
        double second = 0;
        double third = 0;
        double fourth = 0;
        int d = 0;
        for (; d + 3 < dim; d += 4) {
            first += (double) a[from + d] * b[start + d];
            second += (double) a[from + d + 1] * b[start + d + 1];
            third += (double) a[from + d + 2] * b[start + d + 2];
            fourth += (double) a[from + d + 3] * b[start + d + 3];
        }
        for (; d < dim; d++) {
            first += (double) a[from + d] * b[start + d];
        }
        return (first + second) + (third + fourth);
    }

    static double squaredNorm(float[] a, int from, int dim) {
        return dot(a, from, a, from, dim);
    }

    static double squaredDistance(float[] a, int from, float[] b, int start, int dim) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int d = 0;
        for (; d + 3 < dim; d += 4) {
            first += square((double) a[from + d] - b[start + d]);
            second += square((double) a[from + d + 1] - b[start + d + 1]);
            third += square((double) a[from + d + 2] - b[start + d + 2]);
            fourth += square((double) a[from + d + 3] - b[start + d + 3]);
        }
        for (; d < dim; d++) {
            first += square((double) a[from + d] - b[start + d]);
        }
        return (first + second) + (third + fourth);
    }

    private static double square(double value) {
        return value * value;
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
