package io.mode4j.arrays;

import io.mode4j.image.RawPng;

/** Pictures whose red, green and blue lie apart. Stateless. */
final class Planes {

    private Planes() {}

    /**
     * A square picture as a PNG.
     *
     * @param bytes    with the planes {@code [3, side, side]} from {@code from} on
     * @param byColumn whether a plane's pixels run down its columns
     */
    static byte[] png(byte[] bytes, int from, int side, boolean byColumn) {
        int area = side * side;
        byte[] pixels = new byte[3 * area];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int place = byColumn ? x * side + y : y * side + x;
                for (int band = 0; band < 3; band++) {
                    pixels[3 * (y * side + x) + band] = bytes[from + band * area + place];
                }
            }
        }
        return RawPng.of(pixels, side, side, 3);
    }
}
