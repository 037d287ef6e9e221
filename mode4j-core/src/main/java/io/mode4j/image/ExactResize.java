package io.mode4j.image;

import io.mode4j.image.Axis.Span;

/**
 * Antialiased bicubic resizing with Pillow's arithmetic, to the bit: 22-bit fixed-point weights, 8 bits between the two passes, and its order of them. For
 * pictures with opacity: where that is nearly nothing, dividing by it makes a large difference of a unit. Stateless. S is the side of the result.
 */
final class ExactResize {

    private static final int PRECISION = 22;
    /** Pillow 13 begins with the rows of a picture that becomes smaller and is more than this many times as high as wide. */
    private static final int TALL = 2;

    private ExactResize() {}

    /** Whether the rows come before the columns, of what is resized to {@code size} each way. */
    static boolean beginsWithRows(Span columns, Span rows, int size) {
        return rows.length() > TALL * columns.length() && columns.length() > size;
    }

    /**
     * {@code [bands, S, S]}.
     *
     * @param rowsFirst as {@link #beginsWithRows} says
     */
    static byte[] planes(Picture in, Axis columns, Axis rows, int size, boolean rowsFirst) {
        int bands = in.mode().bands();
        int stride = in.columns() * bands;
        byte[] out = new byte[bands * size * size];
        if (rowsFirst) {
            int width = columns.end() - columns.from();
            byte[] low = new byte[size * width * bands];
            pass(new Lines(in.samples(), columns.from() * bands, stride, bands, 1), new Lines(low, 0, width * bands, bands, 1), rows,
                    width, bands);
            pass(new Lines(low, -columns.from() * bands, bands, width * bands, 1), new Lines(out, 0, 1, size, size * size), columns, size,
                    bands);
        } else {
            int height = rows.end() - rows.from();
            byte[] narrow = new byte[height * size * bands];
            pass(new Lines(in.samples(), rows.from() * stride, bands, stride, 1), new Lines(narrow, 0, bands, size * bands, 1), columns,
                    height, bands);
            pass(new Lines(narrow, -rows.from() * size * bands, size * bands, bands, 1), new Lines(out, 0, size, 1, size * size), rows,
                    size, bands);
        }
        return out;
    }

    /** Where the samples of parallel lines lie: the place of the first, and the distances between samples, lines and bands. */
    @SuppressWarnings("ArrayRecordComponent") // a view, compared by nobody
    private record Lines(byte[] data, int base, int sample, int line, int band) {

        int at(int sampleIndex, int lineIndex, int bandIndex) {
            return base + sampleIndex * sample + lineIndex * line + bandIndex * band;
        }
    }

    private static void pass(Lines in, Lines out, Axis axis, int lines, int bands) {
        for (int i = 0; i < axis.first.length; i++) {
            int[] weights = fixedPoint(axis, i);
            for (int line = 0; line < lines; line++) {
                for (int band = 0; band < bands; band++) {
                    int at = in.at(axis.first[i], line, band);
                    int sum = 1 << (PRECISION - 1);
                    for (int weight : weights) {
                        sum += weight * (in.data[at] & 0xFF);
                        at += in.sample;
                    }
                    out.data[out.at(i, line, band)] = (byte) Math.clamp(sum >> PRECISION, 0, 255);
                }
            }
        }
    }

    private static int[] fixedPoint(Axis axis, int sample) {
        int[] weights = new int[axis.count[sample]];
        for (int i = 0; i < weights.length; i++) {
            double weight = axis.weight[sample * axis.taps + i] * (1 << PRECISION);
            weights[i] = (int) (weight + Math.copySign(0.5, weight));
        }
        return weights;
    }
}
