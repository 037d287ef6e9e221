package io.mode4j.linalg;

/** Float64 sums over float32 vectors that start at an offset of an array. Safe for use by several threads. */
public final class Vectors {
    private static final ThreadLocal<double[]> SCRATCH = ThreadLocal.withInitial(() -> new double[0]);

    private Vectors() {}

    public static double dot(float[] a, int from, float[] b, int start, int dim) {
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

    public static double squaredNorm(float[] a, int from, int dim) {
        return dot(a, from, a, from, dim);
    }

    public static double squaredDistance(float[] a, int from, float[] b, int start, int dim) {
        double[] differences = scratch(dim);
        for (int d = 0; d < dim; d++) { // apart from the sum, so that HotSpot vectorises it
            differences[d] = (double) a[from + d] - b[start + d];
        }
        return squares(differences, dim);
    }

    private static double[] scratch(int dim) {
        double[] scratch = SCRATCH.get();
        if (scratch.length < dim) {
            scratch = new double[dim];
            SCRATCH.set(scratch);
        }
        return scratch;
    }

    private static double squares(double[] values, int dim) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int d = 0;
        for (; d + 3 < dim; d += 4) {
            first += values[d] * values[d];
            second += values[d + 1] * values[d + 1];
            third += values[d + 2] * values[d + 2];
            fourth += values[d + 3] * values[d + 3];
        }
        for (; d < dim; d++) {
            first += values[d] * values[d];
        }
        return (first + second) + (third + fourth);
    }

    /** The mean of some vectors, at least one, scaled to length one. */
    public static float[] unitMean(float[][] rows) {
        double[] sums = new double[rows[0].length];
        for (float[] row : rows) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += row[i];
            }
        }
        double squares = 0;
        for (double sum : sums) {
            squares += sum * sum;
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / Math.sqrt(squares));
        }
        return mean;
    }

    /** Scales a vector to length one; a zero vector stays zero. */
    public static void normalize(float[] a, int from, int dim) {
        double norm = Math.sqrt(squaredNorm(a, from, dim));
        if (norm > 0) {
            for (int d = 0; d < dim; d++) {
                a[from + d] = (float) (a[from + d] / norm);
            }
        }
    }
}
