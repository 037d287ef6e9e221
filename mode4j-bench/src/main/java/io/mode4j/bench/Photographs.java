package io.mode4j.bench;

import io.mode4j.artifact.RandomStream;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * JPEG files as costly to decode as photographs of their size: clouds of every coarseness with edges and grain, quality 90, about 76 KB at 500×375.
 */
final class Photographs {
    private static final int COARSEST = 2;
    private static final int FINEST = 256;
    private static final float QUALITY = 0.9f;

    private Photographs() {}

    /** Encoded pictures of 500×375; the same for the same count and seed. */
    static List<byte[]> of(int count, long seed) {
        return of(count, seed, 500, 375);
    }

    /** Encoded pictures of a size. */
    static List<byte[]> of(int count, long seed, int width, int height) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> encode(draw(RandomStream.of(seed, "benchmark photograph", i), width, height)))
                .toList();
    }

    private static BufferedImage draw(RandomGenerator random, int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        for (int cells = COARSEST; cells <= FINEST; cells *= 2) {
            graphics.drawImage(noise(cells, cells == COARSEST ? 255 : 90, random), 0, 0, width, height, null);
        }
        for (int i = 0; i < 12; i++) {
            graphics.setColor(new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256), 150));
            graphics.fill(new Ellipse2D.Double(random.nextDouble(width), random.nextDouble(height), random.nextDouble(150),
                    random.nextDouble(150)));
        }
        graphics.dispose();
        return picture;
    }

    private static BufferedImage noise(int cells, int opacity, RandomGenerator random) {
        BufferedImage noise = new BufferedImage(cells, cells, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < cells * cells; i++) {
            int light = random.nextInt(200);
            noise.setRGB(i % cells, i / cells, new Color(light + random.nextInt(56), light + random.nextInt(56), light + random.nextInt(56),
                    opacity).getRGB());
        }
        return noise;
    }

    private static byte[] encode(BufferedImage picture) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), quality);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
