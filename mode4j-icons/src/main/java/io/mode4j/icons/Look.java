package io.mode4j.icons;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a picture looks like, for comparing it with others. Immutable.
 *
 * @param pixels equal for identical pictures only
 * @param difference a 64-bit difference hash: whether each of 8 × 8 cells of the grey picture is darker than its right neighbour; close pictures differ in
 *          few bits
 */
record Look(Pixels pixels, long difference) {
    /**
     * The pixels' SHA-256, cut to 128 bits.
     *
     * @param high the first half
     * @param low the second half
     */
    record Pixels(long high, long low) {}

    private static final int CELLS = 8;

    /** @param pixels {@code [size, size]}, {@code 0xRRGGBB}, row-major */
    static Look of(int[] pixels, int size) {
        var bytes = ByteBuffer.allocate(4 * pixels.length);
        bytes.asIntBuffer().put(pixels);
        try {
            var digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
            return new Look(new Pixels(digest.getLong(), digest.getLong()), difference(pixels, size));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** How many of 64 cells differ: 0 for pictures that look alike, about 32 for unrelated ones. */
    int distance(Look other) {
        return Long.bitCount(difference ^ other.difference);
    }

    private static long difference(int[] pixels, int size) {
        long bits = 0;
        for (int row = 0; row < CELLS; row++) {
            double left = grey(pixels, size, row, 0);
            for (int column = 1; column <= CELLS; column++) {
                double right = grey(pixels, size, row, column);
                bits = bits << 1 | (left < right ? 1 : 0);
                left = right;
            }
        }
        return bits;
    }

    /** Mean luminance of a cell of the [8, 9] grid. */
    private static double grey(int[] pixels, int size, int row, int column) {
        int top = row * size / CELLS;
        int bottom = Math.max(top + 1, (row + 1) * size / CELLS);
        int left = column * size / (CELLS + 1);
        int right = Math.max(left + 1, (column + 1) * size / (CELLS + 1));
        double sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int pixel = pixels[y * size + x];
                sum += 0.299 * (pixel >> 16 & 255) + 0.587 * (pixel >> 8 & 255) + 0.114 * (pixel & 255);
            }
        }
        return sum / ((bottom - top) * (right - left));
    }
}
