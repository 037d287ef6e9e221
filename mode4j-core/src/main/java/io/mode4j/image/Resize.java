package io.mode4j.image;

import io.mode4j.image.Axis.Span;
import io.mode4j.image.Picture.Mode;
import java.util.Arrays;

/**
 * Resizes as Pillow does: antialiased bicubic in two passes with 8 bits between them; palettes by the nearest pixel; colours weighted by their
 * opacity. Stateless. S is the side of the result.
 *
 * <p>
 * The sums are of floats ({@link ExactResize} where a unit's difference would not stay one), and the rows are summed up first, whole rows at a time: loops that the JIT compiler turns into vector instructions. Pillow has
 * fixed-point weights and begins with the columns, so samples differ by one now and then. Only what the result shows is computed: a picture of one
 * row and a million columns costs no more than its input.
 */
final class Resize {

    /** Adding and subtracting it rounds a small float to a whole number: floats of this size have no fraction. */
    private static final float ROUNDING = 0x1.8p23f;

    private Resize() {}

    /** Shortest side to {@code size}, then the {@code size × size} in the middle; {@code [3, S, S]}. */
    static byte[] shortestSideAndCrop(Picture in, int size) {
        int shortest = Math.min(in.width(), in.height());
        long width = in.width() == shortest ? size : scaled(in.width(), shortest, size);
        long height = in.height() == shortest ? size : scaled(in.height(), shortest, size);
        if (shortest == size && in.reduction() == 1) {
            return ToRgb.planes(in.mode(), cut(in, (int) middle(width, size), (int) middle(height, size), size));
        }
        return resize(in, new Target(Span.of(0, in.width(), in.reduction()), width, middle(width, size)),
                new Target(Span.of(0, in.height(), in.reduction()), height, middle(height, size)), size);
    }

    /** The part of the picture in {@code box}, resized to {@code size × size}; {@code [3, S, S]}. */
    static byte[] crop(Picture in, CropBox box, int size) {
        if (box.width() == size && box.height() == size && in.reduction() == 1) {
            return ToRgb.planes(in.mode(), cut(in, box.left(), box.top(), size));
        }
        return resize(in, new Target(Span.of(box.left(), box.width(), in.reduction()), size, 0),
                new Target(Span.of(box.top(), box.height(), in.reduction()), size, 0), size);
    }

    private static long scaled(int side, int shortest, int size) {
        return (long) ((double) ((long) size * side) / shortest);
    }

    /** First of {@code size} samples in the middle of {@code length}; halves go to the even neighbour. */
    private static long middle(long length, int size) {
        return (long) Math.rint((length - size) / 2.0);
    }

    /** One axis: the span that becomes {@code length} samples, of which those from {@code skip} on are wanted. */
    private record Target(Span span, long length, long skip) {

        Axis axis(int size) {
            return new Axis(span, length, skip, size);
        }

        /** The input sample nearest to output sample {@code i}. */
        int nearest(int i) {
            return Math.min(span.end() - 1, (int) span.center(skip + i, span.length() / length));
        }
    }

    private static byte[] resize(Picture in, Target columns, Target rows, int size) {
        int bands = in.mode().bands();
        return switch (in.mode()) {
            case PALETTE -> nearest(in, columns, rows, size);
            case GRAY_16 -> ToRgb.planes(Mode.GRAY, Gray16.resize(in, columns.axis(size), rows.axis(size), size));
            case GRAY_ALPHA, RGB_ALPHA -> {
                ToRgb.premultiply(in.samples(), bands);
                byte[] planes = ExactResize.planes(in, columns.axis(size), rows.axis(size), size);
                ToRgb.unpremultiply(planes, bands);
                yield ToRgb.planes(in.mode(), planes);
            }
            case GRAY, RGB, CMYK -> ToRgb.planes(in.mode(), bicubic(in, columns.axis(size), rows.axis(size), size));
        };
    }

    private static byte[] cut(Picture in, int left, int top, int size) {
        int bands = in.mode().bands();
        byte[] out = new byte[bands * size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int from = ((top + y) * in.width() + left + x) * bands;
                for (int band = 0; band < bands; band++) {
                    out[(band * size + y) * size + x] = in.samples()[from + band];
                }
            }
        }
        return out;
    }

    private static byte[] nearest(Picture in, Target columns, Target rows, int size) {
        byte[] out = new byte[3 * size * size];
        for (int y = 0; y < size; y++) {
            int row = rows.nearest(y) * in.columns();
            for (int x = 0; x < size; x++) {
                int from = 3 * (row + columns.nearest(x));
                for (int band = 0; band < 3; band++) {
                    out[(band * size + y) * size + x] = in.samples()[from + band];
                }
            }
        }
        return out;
    }

    /** {@code [bands, S, S]}. */
    private static byte[] bicubic(Picture in, Axis columns, Axis rows, int size) {
        int bands = in.mode().bands();
        int stride = in.columns() * bands;
        byte[] samples = in.samples();
        center(samples, rows.from() * stride, rows.end() * stride);
        int width = (columns.end() - columns.from()) * bands;
        float[] line = new float[width + columns.taps * bands]; // zeros behind, for the taps of weight 0
        float[] rowWeights = rows.floats();
        float[] columnWeights = columns.floats();
        float[] sums = new float[bands * size];
        byte[] out = new byte[bands * size * size];
        for (int y = 0; y < size; y++) {
            down(samples, rows.first[y] * stride + columns.from() * bands, stride, rows, rowWeights, y, line, width);
            round(line, width);
            if (bands == 3) {
                across3(line, columns, columnWeights, sums, size);
            } else {
                across(line, bands, columns, columnWeights, sums, size);
            }
            for (int band = 0; band < bands; band++) {
                store(sums, band * size, out, (band * size + y) * size, size);
            }
        }
        return out;
    }

    /** Makes unsigned bytes signed ones around 0: only those have a vector instruction to floats. */
    private static void center(byte[] samples, int from, int end) {
        for (int i = from; i < end; i++) {
            samples[i] ^= (byte) 0x80;
        }
    }

    /** One row of sums over the rows from byte {@code at} on. */
    private static void down(byte[] in, int at, int stride, Axis rows, float[] weights, int y, float[] line, int width) {
        Arrays.fill(line, 0, width, 128);
        int count = rows.count[y];
        int weight = y * rows.taps;
        int tap = 0;
        for (; tap + 4 <= count; tap += 4) {
            add4(in, at + tap * stride, at + (tap + 1) * stride, at + (tap + 2) * stride, at + (tap + 3) * stride, weights, weight + tap,
                    line,
                    width);
        }
        for (; tap < count; tap++) {
            add1(in, at + tap * stride, weights[weight + tap], line, width);
        }
    }

    private static void add4(byte[] in, int a, int b, int c, int d, float[] weight, int at, float[] line, int width) {
        float wa = weight[at];
        float wb = weight[at + 1];
        float wc = weight[at + 2];
        float wd = weight[at + 3];
        for (int i = 0; i < width; i++) {
            line[i] += wa * (float) in[a + i] + wb * (float) in[b + i] + wc * (float) in[c + i] + wd * (float) in[d + i];
        }
    }

    private static void add1(byte[] in, int a, float w, float[] line, int width) {
        for (int i = 0; i < width; i++) {
            line[i] += w * (float) in[a + i];
        }
    }

    private static void round(float[] line, int width) {
        for (int i = 0; i < width; i++) {
            line[i] = Math.max(0f, Math.min(255f, (line[i] + ROUNDING) - ROUNDING));
        }
    }

    /** Sums of each band over the columns, {@code [bands, S]}. */
    private static void across(float[] line, int bands, Axis columns, float[] weights, float[] sums, int size) {
        int taps = columns.taps;
        for (int band = 0; band < bands; band++) {
            for (int x = 0; x < size; x++) {
                int at = (columns.first[x] - columns.from()) * bands + band;
                float sum = 0;
                for (int tap = 0; tap < taps; tap++) {
                    sum += weights[x * taps + tap] * line[at + tap * bands];
                }
                sums[band * size + x] = sum;
            }
        }
    }

    /** The same for three bands at once: the distance between a band's samples is a constant, which makes it several times as fast. */
    private static void across3(float[] line, Axis columns, float[] weights, float[] sums, int size) {
        int taps = columns.taps;
        int from = columns.from();
        int[] first = columns.first;
        for (int x = 0; x < size; x++) {
            int at = 3 * (first[x] - from);
            int row = x * taps;
            float red = 0;
            float green = 0;
            float blue = 0;
            for (int tap = 0; tap < taps; tap++) {
                float weight = weights[row + tap];
                red += weight * line[at + 3 * tap];
                green += weight * line[at + 3 * tap + 1];
                blue += weight * line[at + 3 * tap + 2];
            }
            sums[x] = red;
            sums[size + x] = green;
            sums[2 * size + x] = blue;
        }
    }

    private static void store(float[] sums, int from, byte[] out, int at, int size) {
        for (int x = 0; x < size; x++) {
            out[at + x] = (byte) (int) Math.max(0f, Math.min(255f, sums[from + x] + 0.5f));
        }
    }
}
