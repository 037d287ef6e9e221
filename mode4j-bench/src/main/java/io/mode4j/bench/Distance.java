package io.mode4j.bench;

/** Relative distance of what was found to what was expected, part by part: |found - expected| / |expected| in the Euclidean norm of all parts. */
final class Distance {
    private double difference;
    private double norm;

    /** Adds a part whose numbers are {@code factor * found}. */
    Distance add(float[] found, double factor, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            double d = factor * found[i] - expected[i];
            difference += d * d;
            norm += (double) expected[i] * expected[i];
        }
        return this;
    }

    double relative() {
        return Math.sqrt(difference / Math.max(norm, Double.MIN_NORMAL));
    }

    /** {@return the distance of one part} */
    static double of(float[] found, float[] expected) {
        return new Distance().add(found, 1, expected).relative();
    }

    /** {@return the distance of rows to a row-major matrix} */
    static double of(float[][] rows, float[] expected) {
        float[] joined = new float[expected.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, joined, i * rows[i].length, rows[i].length);
        }
        return of(joined, expected);
    }
}
