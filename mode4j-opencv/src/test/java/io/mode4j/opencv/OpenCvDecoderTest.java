package io.mode4j.opencv;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RandomStream;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.image.PictureDecoderContract;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The contract, and what native code adds to it. */
class OpenCvDecoderTest extends PictureDecoderContract {

    private final OpenCvDecoder decoder = new OpenCvDecoder();

    @Override
    protected PictureDecoder decoder() {
        return decoder;
    }

    @Override
    protected double tolerance(String picture) {
        return 0.3;
    }

    @Test
    void aLargeJpegIsDecodedReducedWithTheSameResult() throws IOException {
        byte[] jpeg = largeJpeg(1501, 1103);
        assertThat(decoder.decode(jpeg, 3 * 64).reduction()).isEqualTo(4);
        assertThat(decoder.decode(jpeg, 600).reduction()).isEqualTo(1);
        byte[] full = new Images((file, _) -> decoder.decode(file, Integer.MAX_VALUE)).decode(jpeg, 64);
        assertThat(meanDifference(new Images(decoder).decode(jpeg, 64), full)).isLessThan(0.3);
    }

    private static byte[] largeJpeg(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
        graphics.fillRect(0, 0, width, height);
        RandomGenerator random = RandomStream.of(1, "circles");
        for (int i = 0; i < 300; i++) {
            graphics.setColor(new Color(random.nextInt(0x1000000)));
            int size = 5 + random.nextInt(150);
            graphics.fillOval(random.nextInt(width), random.nextInt(height), size, size);
        }
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    @Test
    void nativeMemoryIsFreedBeforeACallReturns() throws IOException {
        byte[] jpeg = resource("pictures/at-224.jpg");
        long before = org.bytedeco.javacpp.Pointer.totalCount();
        for (int i = 0; i < 2000; i++) {
            decoder.decode(jpeg, Integer.MAX_VALUE);
        }
        assertThat(org.bytedeco.javacpp.Pointer.totalCount() - before).isLessThanOrEqualTo(8);
    }
}
