package io.mode4j.image;

/**
 * Weights of antialiased bicubic resizing along one axis (Keys' kernel, a = -1/2, widened by the reduction): what each of n output samples takes
 * of the input. Immutable.
 */
final class Axis {

    private static final double SUPPORT = 2;

    /** The first input sample of each output sample, [n]. */
    final int[] first;
    /** How many input samples each takes, [n]. */
    final int[] count;
    /** The most of them. */
    final int taps;
    /** [n, taps], each row's sum 1, zeros behind its {@code count}. */
    final double[] weight;

    /**
     * Weights of some of the samples that a span of the axis becomes.
     *
     * @param span
     *            what of the input is resized
     * @param length
     *            samples that the whole span becomes
     * @param skip
     *            how many of them come before the first that is wanted
     * @param n
     *            how many are wanted
     */
    Axis(Span span, long length, long skip, int n) {
        first = new int[n];
        count = new int[n];
        double scale = span.length() / length;
        double stretch = Math.max(scale, 1);
        int most = 0;
        for (int i = 0; i < n; i++) {
            double center = span.center(skip + i, scale);
            first[i] = Math.max(span.first(), (int) (center - SUPPORT * stretch + 0.5));
            count[i] = Math.min(span.end(), (int) (center + SUPPORT * stretch + 0.5)) - first[i];
            most = Math.max(most, count[i]);
        }
        taps = most;
        weight = new double[n * taps];
        for (int i = 0; i < n; i++) {
            kernel(i, first[i] - span.center(skip + i, scale) + 0.5, 1 / stretch);
        }
    }

    /** The first input sample that any output sample takes. */
    int from() {
        return first[0];
    }

    /** The end of the input samples that any output sample takes. */
    int end() {
        return first[first.length - 1] + count[first.length - 1];
    }

    private void kernel(int sample, double offset, double shrink) {
        double[] values = new double[count[sample]];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = cubic(Math.abs((i + offset) * shrink));
            sum += values[i];
        }
        for (int i = 0; i < values.length; i++) {
            weight[sample * taps + i] = values[i] / sum;
        }
    }

    private static double cubic(double x) {
        double a = -0.5;
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < SUPPORT ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    /**
     * A part of an axis of input samples.
     *
     * @param from
     *            where it begins; between two samples when the input was reduced
     * @param length
     *            in samples
     * @param first
     *            the first sample that may be looked at
     * @param end
     *            the end of those
     */
    record Span(double from, double length, int first, int end) {

        /** Pixels {@code from} to {@code from + length - 1} of a picture whose samples are reduced. */
        static Span of(int from, int length, int reduction) {
            double r = reduction;
            return new Span(from / r, length / r, from / reduction, (from + length + reduction - 1) / reduction);
        }

        /** Where the middle of output sample {@code index} lies. */
        double center(long index, double scale) {
            return from + (index + 0.5) * scale;
        }
    }
}
