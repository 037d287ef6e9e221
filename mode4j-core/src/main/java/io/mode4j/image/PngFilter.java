package io.mode4j.image;

import io.mode4j.image.UndecodableImageException.Cause;

/** Undoes PNG's row filters (specification §9.2): each byte was stored as its difference to a guess from its neighbours. */
final class PngFilter {

    private PngFilter() {}

    /**
     * Works in place.
     *
     * @param rows
     *            {@code [height, stride]}, the first byte of each row its filter
     * @param step
     *            bytes a pixel
     */
    static void undo(byte[] rows, int height, int stride, int step) throws UndecodableImageException {
        byte[] zeros = new byte[stride];
        for (int y = 0; y < height; y++) {
            int row = y * stride;
            byte[] above = y == 0 ? zeros : rows;
            int up = y == 0 ? 0 : row - stride;
            switch (rows[row]) {
                case 0 -> {
                    // stored as it is
                }
                case 1 -> left(rows, row, stride, step);
                case 2 -> up(rows, row, stride, above, up);
                case 3 -> average(rows, row, stride, step, above, up);
                case 4 -> paeth(rows, row, stride, step, above, up);
                default ->
                    throw new UndecodableImageException(Cause.DAMAGED, "PNG row " + y + " with unknown filter " + rows[row]);
            }
        }
    }

    private static void left(byte[] rows, int row, int stride, int step) {
        for (int i = 1 + step; i < stride; i++) {
            rows[row + i] += rows[row + i - step];
        }
    }

    private static void up(byte[] rows, int row, int stride, byte[] above, int up) {
        for (int i = 1; i < stride; i++) {
            rows[row + i] += above[up + i];
        }
    }

    private static void average(byte[] rows, int row, int stride, int step, byte[] above, int up) {
        for (int i = 1; i < stride; i++) {
            int left = i > step ? rows[row + i - step] & 0xFF : 0;
            rows[row + i] += (byte) ((left + (above[up + i] & 0xFF)) >> 1);
        }
    }

    private static void paeth(byte[] rows, int row, int stride, int step, byte[] above, int up) {
        for (int i = 1; i < stride; i++) {
            int a = i > step ? rows[row + i - step] & 0xFF : 0;
            int b = above[up + i] & 0xFF;
            int c = i > step ? above[up + i - step] & 0xFF : 0;
            int toA = Math.abs(b - c);
            int toB = Math.abs(a - c);
            int toC = Math.abs(a + b - 2 * c);
            rows[row + i] += (byte) (toA <= toB && toA <= toC ? a : toB <= toC ? b : c);
        }
    }
}
