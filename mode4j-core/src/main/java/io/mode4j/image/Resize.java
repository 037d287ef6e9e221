package io.mode4j.image;

/**
 * Antialiased bicubic resizing (Keys' kernel, a = -1/2, widened by the reduction) in two passes over 8-bit samples with 22-bit fixed-point
 * weights: Pillow's arithmetic, so that the results are Pillow's. Stateless.
 *
 * <p>
 * Only what the crop shows is computed: a picture of one row and a million columns costs no more than its input.
 */
final class Resize {

    private static final int PRECISION = 22;
    private static final double SUPPORT = 2;

    private Resize() {}

    /** Shortest side to {@code size}, then the {@code size × size} in the middle. */
    static Rgb shortestSideAndCrop(Rgb in, int size) {
        int shortest = Math.min(in.width(), in.height());
        long width = in.width() == shortest ? size : scaled(in.width(), shortest, size);
        long height = in.height() == shortest ? size : scaled(in.height(), shortest, size);
        Weights columns = new Weights(in.width(), width, middle(width, size), size);
        Weights rows = new Weights(in.height(), height, middle(height, size), size);
        int firstRow = rows.first[0];
        int lastRow = rows.first[size - 1] + rows.count[size - 1];
        byte[] narrowed = new byte[3 * size * (lastRow - firstRow)];
        for (int y = firstRow; y < lastRow; y++) {
            for (int x = 0; x < size; x++) {
                columns.apply(x, in.pixels(), 3 * y * in.width(), 3, narrowed, 3 * ((y - firstRow) * size + x));
            }
        }
        byte[] out = new byte[3 * size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                rows.apply(y, narrowed, 3 * (x - firstRow * size), 3 * size, out, 3 * (y * size + x));
            }
        }
        return new Rgb(size, size, out);
    }

    private static long scaled(int side, int shortest, int size) {
        return (long) ((double) ((long) size * side) / shortest);
    }

    /** First of {@code size} samples in the middle of {@code length}; halves go to the even neighbour. */
    private static long middle(long length, int size) {
        return (long) Math.rint((length - size) / 2.0);
    }

    /** Weights of one axis for output samples {@code from} to {@code from + count - 1} of {@code outLength}. */
    private static final class Weights {

        private final int[] first;
        private final int[] count;
        private final int[][] weight;

        Weights(int inLength, long outLength, long from, int samples) {
            first = new int[samples];
            count = new int[samples];
            weight = new int[samples][];
            double scale = (double) inLength / outLength;
            double stretch = Math.max(scale, 1);
            for (int i = 0; i < samples; i++) {
                double center = (from + i + 0.5) * scale;
                first[i] = Math.max(0, (int) (center - SUPPORT * stretch + 0.5));
                count[i] = Math.min(inLength, (int) (center + SUPPORT * stretch + 0.5)) - first[i];
                weight[i] = fixedPoint(kernel(first[i] - center + 0.5, count[i], stretch));
            }
        }

        /** Weighted sum of each channel of sample {@code index}, from {@code in} with distance {@code step} between samples. */
        void apply(int index, byte[] in, int base, int step, byte[] out, int at) {
            int[] weights = weight[index];
            int red = 1 << (PRECISION - 1);
            int green = red;
            int blue = red;
            int p = base + first[index] * step;
            for (int w : weights) {
                red += w * (in[p] & 0xFF);
                green += w * (in[p + 1] & 0xFF);
                blue += w * (in[p + 2] & 0xFF);
                p += step;
            }
            out[at] = clamp(red);
            out[at + 1] = clamp(green);
            out[at + 2] = clamp(blue);
        }

        private static byte clamp(int sum) {
            return (byte) Math.clamp(sum >> PRECISION, 0, 255);
        }

        private static double[] kernel(double offset, int count, double stretch) {
            double[] values = new double[count];
            double sum = 0;
            for (int i = 0; i < count; i++) {
                values[i] = cubic(Math.abs((i + offset) * (1 / stretch)));
                sum += values[i];
            }
            for (int i = 0; i < count; i++) {
                values[i] /= sum;
            }
            return values;
        }

        private static double cubic(double x) {
            double a = -0.5;
            if (x < 1) {
                return ((a + 2) * x - (a + 3)) * x * x + 1;
            }
            return x < SUPPORT ? (((x - 5) * x + 8) * x - 4) * a : 0;
        }

        private static int[] fixedPoint(double[] values) {
            int[] fixed = new int[values.length];
            for (int i = 0; i < fixed.length; i++) {
                fixed[i] = (int) (values[i] * (1 << PRECISION) + (values[i] < 0 ? -0.5 : 0.5));
            }
            return fixed;
        }
    }
}
