package io.mode4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Pillow; the resources' README says how the values of all sizes were made. */
class NearestPixelTest {
    private static final int SIDES = 700;

    @Test
    void takesThePixelsThatPillowTakesForEveryPairOfSizes() throws IOException {
        List<String> found = new ArrayList<>();
        for (int side = 1; side <= SIDES; side++) {
            CRC32 crc = new CRC32();
            for (int size = 1; size <= SIDES; size++) {
                for (int pixel : NearestPixel.of(0, side, size, 0, size)) {
                    crc.update(pixel);
                    crc.update(pixel >> 8);
                }
            }
            found.add("%08x".formatted(crc.getValue()));
        }
        try (InputStream in = Objects.requireNonNull(NearestPixelTest.class.getResourceAsStream("nearest.txt"))) {
            assertThat(found).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        }
    }

    @Test
    void theMiddleOfALineIsThatOfTheWholeLine() {
        int[] whole = NearestPixel.of(0, 640, 400, 0, 400);
        int[] middle = NearestPixel.of(0, 640, 400, 75, 250);
        for (int i = 0; i < 250; i++) {
            assertThat(middle[i]).isEqualTo(whole[75 + i]);
        }
    }

    /** SHA-256 of what torchvision's Resize and CenterCrop make of these pictures with Pillow 13.0.0, begun. */
    @ParameterizedTest
    @CsvSource({"640, 400, 250, 67b3d2c69707430b, b702a764234c8996", "400, 640, 250, 4c5e23297e5b2c0b, e28700f9789a122b",
        "700, 300, 96, 9abbd4985ad13567, 53ebfcbc8aa6026a", "33, 57, 224, 249924a5314d5c23, 800307b81aae2e67",
        "640, 640, 400, 551862e61d91a86a, 99f30a298d7135c7"})
    void palettesAndSingleBitsAreResizedToPillowsBytes(int width, int height, int size, String palette, String bits) throws Exception {
        byte[] red = new byte[16];
        byte[] green = new byte[16];
        byte[] blue = new byte[16];
        for (int i = 0; i < 16; i++) {
            red[i] = (byte) (i * 16);
            green[i] = (byte) (255 - i * 15);
            blue[i] = (byte) (i * 37);
        }
        BufferedImage coloured = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, 16, red, green, blue));
        BufferedImage black = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int value = (x * 7 + y * 13) % 16;
                coloured.getRaster().setSample(x, y, 0, value);
                black.getRaster().setSample(x, y, 0, value < 8 ? 1 : 0);
            }
        }
        assertThat(begun(coloured, size)).isEqualTo(palette);
        assertThat(begun(black, size)).isEqualTo(bits);
    }

    private static String begun(BufferedImage picture, int size) throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        byte[] pixels = new Images(PictureDecoder.plainJava()).decode(png.toByteArray(), size);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pixels)).substring(0, 16);
    }
}
