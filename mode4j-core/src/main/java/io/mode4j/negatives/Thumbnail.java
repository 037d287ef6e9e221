package io.mode4j.negatives;

/**
 * What is left of a picture that was scaled and encoded again: the mean colours of {@value #SIDE} × {@value #SIDE} cells. Two pictures are nearly the same where no mean differs by
 * more than {@value #NEAR} of 255. Stateless.
 */
final class Thumbnail {
    /** So few that scaling does not matter, and enough to see the hands of a clock. */
    private static final int SIDE = 8;
    /** More than encoding changes in most pictures, and less than a thing that is there or not ({@code docs/negatives.md}). */
    private static final int NEAR = 16;

    private Thumbnail() {}

    /**
     * Mean colours {@code [3, 8, 8]} as unsigned bytes.
     *
     * @param pixels {@code [3, S, S]} unsigned bytes
     * @param size   S
     */
    static byte[] of(byte[] pixels, int size) {
        byte[] means = new byte[3 * SIDE * SIDE];
        for (int cell = 0; cell < means.length; cell++) {
            int channel = cell / (SIDE * SIDE);
            int row = cell / SIDE % SIDE;
            int column = cell % SIDE;
            means[cell] = mean(pixels, channel * size * size, size, row, column);
        }
        return means;
    }

    private static byte mean(byte[] pixels, int channel, int size, int row, int column) {
        int top = row * size / SIDE;
        int left = column * size / SIDE;
        int bottom = Math.max(top + 1, (row + 1) * size / SIDE);
        int right = Math.max(left + 1, (column + 1) * size / SIDE);
        int sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += pixels[channel + y * size + x] & 0xFF;
            }
        }
        int area = (bottom - top) * (right - left);
        return (byte) ((sum + area / 2) / area);
    }

    /** Whether two pictures are nearly the same, by their mean colours. */
    static boolean areNear(byte[] a, byte[] b) {
        for (int cell = 0; cell < a.length; cell++) {
            if (Math.abs((a[cell] & 0xFF) - (b[cell] & 0xFF)) > NEAR) {
                return false;
            }
        }
        return true;
    }
}
