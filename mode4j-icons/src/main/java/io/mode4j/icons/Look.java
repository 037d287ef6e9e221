package io.mode4j.icons;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a picture looks like, for comparing it with others. Immutable by convention.
 *
 * @param pixels equal for identical pictures only
 * @param slopes a 64-bit difference hash: whether each of 8 × 8 cells of the grey picture is darker than its right neighbour
 * @param thumbnail {@code [8, 9, 3]} mean red, green and blue of the picture's cells, 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent") // never compared by equals
record Look(Pixels pixels, long slopes, short[] thumbnail) {
    /**
     * The pixels' SHA-256, cut to 128 bits.
     *
     * @param high the first half
     * @param low the second half
     */
    record Pixels(long high, long low) {}

    private static final int ROWS = 8;
    private static final int COLUMNS = 9;
    private static final int CHANNELS = 3;
    /** Most slopes by which near duplicates differ; unrelated pictures differ in about 20. */
    private static final int NEAR_SLOPES = 12;
    /** Most difference of near duplicates' thumbnails, root of the mean square over all cells and channels. */
    private static final double NEAR_COLOR = 16;

    /** @param pixels {@code [size, size]}, {@code 0xRRGGBB}, row-major */
    static Look of(int[] pixels, int size) {
        short[] thumbnail = thumbnail(pixels, size);
        return new Look(digest(pixels), slopes(thumbnail), thumbnail);
    }

    /** Whether a person would take one picture for a slightly changed copy of the other: nearly the same shades and colours everywhere. */
    boolean near(Look other) {
        if (Long.bitCount(slopes ^ other.slopes) > NEAR_SLOPES) {
            return false;
        }
        int squares = 0;
        for (int i = 0; i < thumbnail.length; i++) {
            int difference = thumbnail[i] - other.thumbnail[i];
            squares += difference * difference;
        }
        return squares <= NEAR_COLOR * NEAR_COLOR * thumbnail.length;
    }

    private static Pixels digest(int[] pixels) {
        var bytes = ByteBuffer.allocate(Integer.BYTES * pixels.length);
        bytes.asIntBuffer().put(pixels);
        try {
            var digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
            return new Pixels(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static short[] thumbnail(int[] pixels, int size) {
        int[] sums = new int[ROWS * COLUMNS * CHANNELS];
        int[] counts = new int[ROWS * COLUMNS];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int cell = y * ROWS / size * COLUMNS + x * COLUMNS / size;
                int pixel = pixels[y * size + x];
                counts[cell]++;
                sums[cell * CHANNELS] += pixel >> 16 & 255;
                sums[cell * CHANNELS + 1] += pixel >> 8 & 255;
                sums[cell * CHANNELS + 2] += pixel & 255;
            }
        }
        short[] thumbnail = new short[sums.length];
        for (int i = 0; i < sums.length; i++) {
            thumbnail[i] = (short) (sums[i] / Math.max(1, counts[i / CHANNELS]));
        }
        return thumbnail;
    }

    private static long slopes(short[] thumbnail) {
        long bits = 0;
        for (int row = 0; row < ROWS; row++) {
            for (int column = 1; column < COLUMNS; column++) {
                int cell = row * COLUMNS + column;
                bits = bits << 1 | (grey(thumbnail, cell - 1) < grey(thumbnail, cell) ? 1 : 0);
            }
        }
        return bits;
    }

    /** Luminance of a cell, times 1000. */
    private static int grey(short[] thumbnail, int cell) {
        return 299 * thumbnail[cell * CHANNELS] + 587 * thumbnail[cell * CHANNELS + 1] + 114 * thumbnail[cell * CHANNELS + 2];
    }
}
