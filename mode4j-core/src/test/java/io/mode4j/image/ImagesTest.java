package io.mode4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.image.UndecodableImageException.Cause;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {

    private static final Images IMAGES = new Images(PictureDecoder.plainJava());

    static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ImagesTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    private static byte[] write(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static Cause causeOf(byte[] file) {
        try {
            IMAGES.decode(file, 8);
        } catch (UndecodableImageException e) {
            assertThat(e).hasMessageMatching("(?s).{10,}");
            return e.kind();
        }
        throw new AssertionError("decoded");
    }

    @Test
    void aPictureOfTheRightSizeKeepsItsPixels() throws Exception {
        BufferedImage image = new BufferedImage(7, 7, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        byte[] expected = new byte[3 * 49];
        for (int i = 0; i < 49; i++) {
            Color color = new Color(random.nextInt(0x1000000));
            image.setRGB(i % 7, i / 7, color.getRGB());
            expected[i] = (byte) color.getRed();
            expected[49 + i] = (byte) color.getGreen();
            expected[98 + i] = (byte) color.getBlue();
        }
        assertThat(IMAGES.decode(write(image, "png"), 7)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gray.png", "palette.png", "rgba.png", "gray-alpha.png", "photo-source.png", "wide.png"})
    void theOwnDecoderAgreesWithImageIo(String name) throws Exception {
        Picture own = Objects.requireNonNull(PngDecoder.decode(resource(name)));
        Picture naive = JavaDecoder.throughImageIo(resource(name), PictureHeader.of(resource(name)));
        assertThat(own.width()).isEqualTo(naive.width());
        assertThat(own.height()).isEqualTo(naive.height());
        assertThat(own.mode()).isEqualTo(naive.mode());
        assertThat(own.samples()).isEqualTo(naive.samples());
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_USHORT_GRAY})
    void everyKindThatJavaWritesIsRead(int type) throws Exception {
        BufferedImage image = new BufferedImage(9, 9, type);
        Random random = new Random(type);
        for (int i = 0; i < 81; i++) {
            image.setRGB(i % 9, i / 9, random.nextInt());
        }
        byte[] file = write(image, "png");
        Picture expected = JavaDecoder.throughImageIo(file, PictureHeader.of(file));
        assertThat(IMAGES.decode(file, 9)).isEqualTo(Resize.shortestSideAndCrop(expected, 9));
    }

    @Test
    void opacityIsDropped() throws Exception {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00112233);
        image.setRGB(1, 0, 0x80FF0000);
        assertThat(IMAGES.decode(write(image, "png"), 2)).containsExactly(0x11, 255, 0, 0, 0x22, 0, 0, 0, 0x33, 0, 0, 0);
    }

    @Test
    void webpIsReadToTheBit() throws Exception {
        assertThat(IMAGES.decode(resource("photo.webp"), 32)).isEqualTo(IMAGES.decode(resource("photo-source.png"), 32));
    }

    @Test
    void jpegIsReadCloseToItsSource() throws Exception {
        byte[] jpeg = IMAGES.decode(resource("photo.jpg"), 16);
        byte[] source = IMAGES.decode(resource("photo-source.png"), 16);
        long difference = 0;
        for (int i = 0; i < jpeg.length; i++) {
            difference += Math.abs((jpeg[i] & 0xFF) - (source[i] & 0xFF));
        }
        assertThat(difference / (double) jpeg.length).isLessThan(6);
    }

    @Test
    void whatIsNoPictureIsNamed() {
        assertThat(causeOf(new byte[0])).isEqualTo(Cause.UNKNOWN_FORMAT);
        assertThat(causeOf("<html>not found</html>".getBytes(StandardCharsets.UTF_8))).isEqualTo(Cause.UNKNOWN_FORMAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wide.png", "photo.jpg", "photo.webp"})
    void aFileCutOffAnywhereIsDamaged(String name) throws Exception {
        byte[] whole = resource(name);
        for (int i = 1; i < 10; i++) {
            byte[] half = Arrays.copyOf(whole, whole.length * i / 10);
            assertThat(causeOf(half)).as("%d bytes", half.length).isEqualTo(Cause.DAMAGED);
        }
    }

    @Test
    void aFlippedBitInAPngIsSeen() throws Exception {
        byte[] whole = resource("small.png");
        for (int at = 8; at < whole.length - 12; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            assertThatThrownBy(() -> IMAGES.decode(flipped, 8)).as("byte %d", at).isInstanceOf(UndecodableImageException.class);
        }
    }

    @Test
    void aHugePictureIsRefusedByItsHeader() throws Exception {
        byte[] file = resource("small.png");
        ByteBuffer.wrap(file).putInt(16, 100_000).putInt(20, 100_000);
        CRC32 crc = new CRC32();
        crc.update(file, 12, 17);
        ByteBuffer.wrap(file).putInt(29, (int) crc.getValue());
        assertThat(causeOf(file)).isEqualTo(Cause.TOO_LARGE);
        assertThatThrownBy(() -> IMAGES.decode(file, 8)).hasMessageContaining("100000×100000");

        byte[] jpeg = resource("photo.jpg");
        int frame = 0;
        while ((jpeg[frame] & 0xFF) != 0xFF || (jpeg[frame + 1] & 0xFF) != 0xC0) {
            frame++;
        }
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65_500).putShort(frame + 7, (short) 65_500);
        assertThat(causeOf(jpeg)).isEqualTo(Cause.TOO_LARGE);
    }

    @Test
    void everyValueIsNormalised() {
        byte[] pixels = new byte[3 * 256];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        byte[] before = pixels.clone();
        float[] mean = {0.48f, 0, 1};
        float[] std = {0.27f, 1, 0.01f};
        float[] found = new float[pixels.length];
        Images.normalize(pixels, mean, std, found);
        for (int i = 0; i < found.length; i++) {
            int channel = i / 256;
            double expected = (i % 256 / 255.0 - mean[channel]) / std[channel];
            assertThat(found[i]).isCloseTo((float) expected, within(2e-7f / std[channel]));
        }
        assertThat(pixels).isEqualTo(before);
    }

    @Test
    void aThreadOfPixelsCostsNoMoreThanItsInput() throws Exception {
        BufferedImage thread = new BufferedImage(1, 200_000, BufferedImage.TYPE_3BYTE_BGR);
        assertThat(IMAGES.decode(write(thread, "png"), 64)).hasSize(3 * 64 * 64).containsOnly(0);
    }
}
