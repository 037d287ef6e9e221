package io.mode4j.image;

/**
 * A decoded picture with its samples as they are stored, before anything is made of colours or transparency. The array is not copied; whoever resizes
 * the picture uses it up. It may be a buffer of the thread that decoded, and longer than the picture.
 *
 * @param width
 *            of the whole picture in pixels
 * @param height
 *            of the whole picture in pixels
 * @param reduction
 *            how many pixels of the picture, along each axis, became one of the samples; 1 for a picture decoded in full
 * @param mode
 *            what a pixel's samples mean
 * @param samples
 *            {@code [rows, columns, bands]} unsigned bytes; what lies behind them means nothing
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between two steps of one decode: never compared, never kept
public record Picture(int width, int height, int reduction, Mode mode, byte[] samples) {

    /** What the samples of a pixel mean. Pillow resizes each mode in its own way. */
    public enum Mode {
        /** Grey. */
        GRAY(1),
        /** Grey and opacity. */
        GRAY_ALPHA(2),
        /** Grey in 16 bits, the upper byte first. */
        GRAY_16(2),
        /** Red, green, blue. */
        RGB(3),
        /** Red, green, blue and opacity. */
        RGB_ALPHA(4),
        /** Cyan, magenta, yellow, black; 255 is full ink. */
        CMYK(4),
        /** Red, green, blue of a palette's entry, or of one bit: such a picture has no colours between. */
        PALETTE(3);

        private final int bands;

        Mode(int bands) {
            this.bands = bands;
        }

        /** Bytes a pixel. */
        public int bands() {
            return bands;
        }
    }

    /** Checks that there are no fewer samples than the size says. */
    public Picture {
        long expected = (long) reduced(width, reduction) * reduced(height, reduction) * mode.bands();
        if (width < 1 || height < 1 || samples.length < expected) {
            throw new IllegalArgumentException("a picture of " + width + "×" + height + ", reduced " + reduction + "-fold, in mode " + mode
                    + " needs " + expected + " bytes, not " + samples.length);
        }
    }

    /** A picture decoded in full. */
    public static Picture of(int width, int height, Mode mode, byte[] samples) {
        return new Picture(width, height, 1, mode, samples);
    }

    /** Pixels a row of the samples. */
    int columns() {
        return reduced(width, reduction);
    }

    /** Rows of the samples. */
    int rows() {
        return reduced(height, reduction);
    }

    private static int reduced(int side, int reduction) {
        return (side + reduction - 1) / reduction;
    }

    /** The same picture in {@link Mode#RGB}, as Pillow's {@code convert("RGB")} makes it: opacity is dropped. */
    Picture toRgb() {
        return mode == Mode.RGB ? this
                : new Picture(width, height, reduction, Mode.RGB, ToRgb.interleaved(mode, samples, columns() * rows()));
    }
}
