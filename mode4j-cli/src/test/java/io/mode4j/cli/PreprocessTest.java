package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The preprocess command, from files to a file. */
class PreprocessTest {
    private static final int SIZE = 16;
    private static final int[] RGB = {200, 120, 40};
    private static final double[] MEAN = {0.48145466, 0.4578275, 0.40821073};
    private static final double[] STD = {0.26862954, 0.26130258, 0.27577711};

    @TempDir
    private Path folder;

    private Path out;

    @BeforeEach
    void nameTheOutput() {
        out = folder.resolve("pixels.npy");
    }

    @Test
    void writesNormalisedPixelsInTheOrderOfTheArguments() throws IOException {
        int code = Main.run("preprocess", "--size", "16", "--out", out.toString(), picture("png", 30, 20, 255), picture("jpg", 20, 50, 255),
                picture("png", 16, 16, 0));
        assertThat(code).isZero();
        FloatBuffer pixels = pixels("(3, 3, 16, 16)");
        for (int channel = 0; channel < 3; channel++) {
            double seen = (RGB[channel] / 255.0 - MEAN[channel]) / STD[channel];
            assertThat(value(pixels, 0, channel)).isCloseTo((float) seen, within(1e-5));
            assertThat(value(pixels, 1, channel)).isCloseTo((float) seen, within(0.05)); // a JPEG
            assertThat(value(pixels, 2, channel)).isCloseTo((float) (-MEAN[channel] / STD[channel]), within(1e-5));
        }
    }

    @Test
    void takesOtherMeansAndDeviations() throws IOException {
        int code = Main.run("preprocess", "--size", "16", "--mean", "0,0.5,0", "--std", "1,0.5,2", "--out", out.toString(),
                picture("png", 9, 9, 255));
        assertThat(code).isZero();
        FloatBuffer pixels = pixels("(1, 3, 16, 16)");
        assertThat(value(pixels, 0, 0)).isCloseTo(200 / 255f, within(1e-6));
        assertThat(value(pixels, 0, 1)).isCloseTo((120 / 255f - 0.5f) / 0.5f, within(1e-6));
        assertThat(value(pixels, 0, 2)).isCloseTo(40 / 255f / 2, within(1e-6));
    }

    @Test
    void aFileThatIsNoPictureEndsTheCommandAndNothingIsWritten() throws Exception {
        Path note = Files.writeString(folder.resolve("note.txt"), "not a picture");
        byte[] whole = Files.readAllBytes(Path.of(picture("jpg", 40, 40, 255)));
        Path half = Files.write(folder.resolve("half.jpg"), Arrays.copyOf(whole, whole.length / 2));
        for (Path bad : new Path[]{note, half, folder.resolve("missing.png")}) {
            CommandProcess.Result result = CommandProcess.run(folder, "preprocess", "--out", out.toString(), picture("png", 8, 8, 255),
                    bad.toString());
            assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
            assertThat(result.err()).contains(bad.getFileName().toString()).hasLineCount(1);
            assertThat(out).doesNotExist();
        }
    }

    @Test
    void wrongUsageIsRefused() throws IOException {
        assertThat(Main.run("preprocess", "--out", out.toString())).isEqualTo(2);
        assertThat(Main.run("preprocess", picture("png", 8, 8, 255))).isEqualTo(2);
        assertThat(Main.run("preprocess", "--out", out.toString(), "--size", "0", picture("png", 8, 8, 255))).isEqualTo(1);
        assertThat(Main.run("preprocess", "--out", out.toString(), "--mean", "1,2", picture("png", 8, 8, 255))).isEqualTo(1);
        assertThat(out).doesNotExist();
    }

    private static org.assertj.core.data.Offset<Float> within(double offset) {
        return org.assertj.core.data.Offset.offset((float) offset);
    }

    private float value(FloatBuffer pixels, int picture, int channel) {
        return pixels.get((picture * 3 + channel) * SIZE * SIZE + SIZE * SIZE / 2 + 5);
    }

    private FloatBuffer pixels(String shape) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
        int header = file.getShort(8);
        assertThat(new String(file.array(), 10, header, StandardCharsets.US_ASCII)).contains("'<f4'").contains(shape);
        return file.position(10 + header).asFloatBuffer();
    }

    /** A picture of one colour: full at brightness 255, black at 0. */
    private String picture(String format, int width, int height, int brightness) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int color = brightness == 0 ? 0 : RGB[0] << 16 | RGB[1] << 8 | RGB[2];
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, color);
        }
        Path file = folder.resolve("%d-%d-%d.%s".formatted(width, height, brightness, format));
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        return file.toString();
    }
}
