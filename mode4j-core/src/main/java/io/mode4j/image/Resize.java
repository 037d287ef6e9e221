package io.mode4j.image;

import io.mode4j.image.Axis.Span;
import io.mode4j.image.Picture.Mode;

/**
 * Resizes as Pillow does: antialiased bicubic in two passes with 8 bits between them; palettes by the nearest pixel; colours weighted by their
 * opacity. Stateless. S is the side of the result.
 *
 * <p>
 * Both passes are sums of whole lines ({@link WeightedLines}), with the picture turned between them: loops that the JIT compiler turns into vector instructions
 * ({@link ExactResize} where a unit's difference would not stay one), and in Pillow's order: what the first pass overshoots is clipped before the second, so that the order shows wherever
 * neighbours differ much. Pillow has fixed-point weights, so samples differ by one now and then. Only what the result shows is computed: a picture of one row and a million columns costs no more than its input.
 */
final class Resize {

    /** What the first pass leaves, then what the second does. */
    private static final Scratch LOW = new Scratch();
    private static final Scratch TURNED = new Scratch();
    private static final Scratch NARROW = new Scratch();
    /** Rows. */
    private static final int CHUNK = 128;

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

        /** Of a picture decoded in full. */
        int[] nearest(int size) {
            return NearestPixel.of(span.first(), span.end() - span.first(), length, skip, size);
        }
    }

    private static byte[] resize(Picture in, Target columns, Target rows, int size) {
        int bands = in.mode().bands();
        boolean rowsFirst = ExactResize.beginsWithRows(columns.span(), rows.span(), size);
        return switch (in.mode()) {
            case PALETTE -> nearest(in, columns.nearest(size), rows.nearest(size), size);
            case GRAY_16 -> ToRgb.planes(Mode.GRAY, Gray16.resize(in, columns.axis(size), rows.axis(size), size));
            case GRAY_ALPHA, RGB_ALPHA -> {
                ToRgb.premultiply(in.samples(), bands);
                byte[] planes = ExactResize.planes(in, columns.axis(size), rows.axis(size), size, rowsFirst);
                ToRgb.unpremultiply(planes, bands);
                yield ToRgb.planes(in.mode(), planes);
            }
            case GRAY, RGB, CMYK -> ToRgb.planes(in.mode(), bicubic(in, columns.axis(size), rows.axis(size), size, rowsFirst));
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

    private static byte[] nearest(Picture in, int[] columns, int[] rows, int size) {
        byte[] out = new byte[3 * size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int from = 3 * (rows[y] * in.columns() + columns[x]);
                for (int band = 0; band < 3; band++) {
                    out[(band * size + y) * size + x] = in.samples()[from + band];
                }
            }
        }
        return out;
    }

    /** {@code [bands, S, S]}. */
    private static byte[] bicubic(Picture in, Axis columns, Axis rows, int size, boolean rowsFirst) {
        for (int y = rows.from(); y < rows.end(); y++) {
            WeightedLines.center(in.samples(), (y * in.columns() + columns.from()) * in.mode().bands(),
                    (columns.end() - columns.from()) * in.mode().bands());
        }
        return rowsFirst ? rowsFirst(in, columns, rows, size) : columnsFirst(in, columns, rows, size);
    }

    /** Of centred samples. W are the columns that are looked at. */
    private static byte[] rowsFirst(Picture in, Axis columns, Axis rows, int size) {
        int bands = in.mode().bands();
        int width = (columns.end() - columns.from()) * bands;
        byte[] low = LOW.bytes(size * width); // [S, W * bands]
        WeightedLines.sum(in.samples(), columns.from() * bands, in.columns() * bands, width, rows, low);
        WeightedLines.center(low, 0, size * width);
        byte[] turned = TURNED.bytes(width * size); // [W, bands, S]
        Transpose.bytes(low, 0, width, size, width, turned, 0, size);
        int line = bands * size;
        byte[] narrow = LOW.bytes(size * line); // [S of x, bands, S of y]
        WeightedLines.sum(turned, -columns.from() * line, line, line, columns, narrow);
        byte[] out = new byte[line * size];
        for (int band = 0; band < bands; band++) {
            Transpose.bytes(narrow, band * size, line, size, size, out, band * size * size, size);
        }
        return out;
    }

    /** Of centred samples. H are the rows that are looked at, a chunk of them at a time, so that what is turned stays in the processor's cache. */
    private static byte[] columnsFirst(Picture in, Axis columns, Axis rows, int size) {
        int bands = in.mode().bands();
        int height = rows.end() - rows.from();
        int line = bands * size;
        byte[] narrow = NARROW.bytes(height * line); // [H, bands, S]
        for (int y = 0; y < height; y += CHUNK) {
            narrow(in, columns, rows.from() + y, Math.min(CHUNK, height - y), narrow, y * line, size);
        }
        byte[] low = LOW.bytes(size * line); // [S, bands, S]
        WeightedLines.sum(narrow, -rows.from() * line, line, line, rows, low);
        byte[] out = new byte[line * size];
        for (int y = 0; y < size; y++) {
            for (int band = 0; band < bands; band++) {
                System.arraycopy(low, y * line + band * size, out, (band * size + y) * size, size);
            }
        }
        return out;
    }

    /** Makes {@code n} rows from {@code y} on S samples wide, {@code [n, bands, S]}, centred. W are the columns that are looked at. */
    private static void narrow(Picture in, Axis columns, int y, int n, byte[] out, int to, int size) {
        int bands = in.mode().bands();
        int width = (columns.end() - columns.from()) * bands;
        byte[] turned = TURNED.bytes(width * n); // [W, bands, n]
        Transpose.bytes(in.samples(), (y * in.columns() + columns.from()) * bands, in.columns() * bands, n, width, turned, 0, n);
        byte[] low = LOW.bytes(size * bands * n); // [S, bands, n]
        WeightedLines.sum(turned, -columns.from() * bands * n, bands * n, bands * n, columns, low);
        WeightedLines.center(low, 0, size * bands * n);
        for (int band = 0; band < bands; band++) {
            Transpose.bytes(low, band * n, bands * n, size, n, out, to + band * size, bands * size);
        }
    }
}
