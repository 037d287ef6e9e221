package io.mode4j.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Pixels as a model sees them, written as a file that people see. Stateless. */
public final class SquarePicture {
    private SquarePicture() {}

    /**
     * {@return the file}
     *
     * @param pixels {@code [3, S, S]} unsigned bytes, RGB, as of {@link Images#decode(byte[], int)}
     * @param size   S
     * @param format {@code png} or {@code jpeg}
     */
    public static byte[] encode(byte[] pixels, int size, String format) throws IOException {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        int plane = size * size;
        for (int i = 0; i < plane; i++) {
            int rgb = (pixels[i] & 0xFF) << 16 | (pixels[plane + i] & 0xFF) << 8 | (pixels[2 * plane + i] & 0xFF);
            image.setRGB(i % size, i / size, rgb);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, format, file);
        return file.toByteArray();
    }
}
