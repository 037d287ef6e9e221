package io.mode4j.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Pixels as a PNG, so that pictures that come as bare numbers are pictures like all others. Stateless. */
public final class RawPng {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int GRAY = 0;
    private static final int RGB = 2;
    private static final int HEADER = 13;

    private RawPng() {}

    /**
     * A whole file.
     *
     * @param pixels {@code [height, width, bands]} unsigned bytes
     * @param bands  1 for grey, 3 for red, green and blue
     */
    public static byte[] of(byte[] pixels, int width, int height, int bands) {
        int row = width * bands;
        if ((bands != 1 && bands != 3) || row < 1 || pixels.length != row * height) {
            throw new IllegalArgumentException("%d bytes are no %d × %d pixels of %d".formatted(pixels.length, width, height, bands));
        }
        byte[] lines = new byte[(row + 1) * height]; // each begins with its filter: none
        for (int y = 0; y < height; y++) {
            System.arraycopy(pixels, y * row, lines, y * (row + 1) + 1, row);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(lines.length + 64);
        out.writeBytes(SIGNATURE);
        chunk(out, "IHDR",
                ByteBuffer.allocate(HEADER).putInt(width).putInt(height).put((byte) 8).put((byte) (bands == 1 ? GRAY : RGB)).array());
        chunk(out, "IDAT", deflated(lines));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] lines) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(lines);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(lines.length);
            byte[] buffer = new byte[1 << 13];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] typed = ByteBuffer.allocate(4 + data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data).array();
        CRC32 crc = new CRC32();
        crc.update(typed);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(typed);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
