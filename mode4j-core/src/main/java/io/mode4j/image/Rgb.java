package io.mode4j.image;

/**
 * A decoded picture: {@code [height, width, 3]} unsigned bytes, red first, no alpha. The array is not copied.
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between two steps of one decode: never compared, never kept
record Rgb(int width, int height, byte[] pixels) {

    /** {@code value} painted with opacity {@code alpha} on white, rounded. */
    static byte overWhite(int value, int alpha) {
        return (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
    }

    /** {@code [3, height, width]}. */
    byte[] planes() {
        int area = width * height;
        byte[] planes = new byte[3 * area];
        for (int i = 0, p = 0; i < area; i++, p += 3) {
            planes[i] = pixels[p];
            planes[area + i] = pixels[p + 1];
            planes[2 * area + i] = pixels[p + 2];
        }
        return planes;
    }
}
