package io.mode4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RandomStream;
import io.mode4j.image.UndecodableImageException.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every decoder must do; {@code pictures/README.md} says where the pictures come from. */
public abstract class PictureDecoderContract {

    private static final int MUTATIONS = 600;

    /** The decoder under test. */
    protected abstract PictureDecoder decoder();

    /** The largest mean difference to Pillow's pixels, of 255, that a picture may have. */
    protected abstract double tolerance(String picture);

    /** The bytes of a test picture. */
    protected static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PictureDecoderContract.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/io/mode4j/image/pictures/sizes.tsv", delimiter = '\t')
    void givesWhatOpenClipGives(String name, int size) throws IOException {
        byte[] expected = new Images(PictureDecoder.plainJava()).decode(resource("pictures/" + name + ".expected.png"), size);
        byte[] found = new Images(decoder()).decode(resource("pictures/" + name), size);
        assertThat(meanDifference(found, expected)).as(name).isLessThanOrEqualTo(tolerance(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb-420.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "exif-6.jpg", "restarts.jpg", "rgb.png",
        "interlaced.png",
        "palette-alpha.png", "lossy.webp", "lossless.webp", "lossy-alpha.webp"})
    void aFileCutOffAnywhereIsDamaged(String name) throws IOException {
        byte[] whole = resource("pictures/" + name);
        for (int i = 1; i < 24; i++) {
            byte[] part = Arrays.copyOf(whole, whole.length * i / 24);
            assertThat(causeOf(part)).as("%s, %d of %d bytes", name, part.length, whole.length).isEqualTo(Cause.DAMAGED);
        }
        if (!name.endsWith(".png")) { // whose last bytes say nothing of the pixels
            assertThat(causeOf(Arrays.copyOf(whole, whole.length - 1))).isEqualTo(Cause.DAMAGED);
        }
    }

    @Test
    void aHugePictureIsRefusedByItsHeader() throws IOException {
        byte[] jpeg = resource("pictures/rgb-420.jpg");
        int frame = 0;
        while ((jpeg[frame] & 0xFF) != 0xFF || (jpeg[frame + 1] & 0xFF) != 0xC0) {
            frame++;
        }
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65_500).putShort(frame + 7, (short) 65_500);
        assertThat(causeOf(jpeg)).isEqualTo(Cause.TOO_LARGE);
        byte[] png = resource("pictures/rgb.png");
        ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
        assertThat(causeOf(png)).isEqualTo(Cause.TOO_LARGE);
        byte[] webp = resource("pictures/lossless.webp");
        ByteBuffer.wrap(webp).putInt(21, 0xFFFFFF0F);
        assertThat(causeOf(webp)).isEqualTo(Cause.TOO_LARGE);
        byte[] lossy = resource("pictures/lossy.webp");
        ByteBuffer.wrap(lossy).putInt(26, 0xFF3FFF3F);
        assertThat(causeOf(lossy)).isEqualTo(Cause.TOO_LARGE);
        byte[] canvas = resource("pictures/lossy-alpha.webp");
        canvas[25] = canvas[28] = (byte) 0x86; // 0x01869F is 99,999, one less than the side
        canvas[24] = canvas[27] = (byte) 0x9F;
        canvas[26] = canvas[29] = 1;
        assertThat(causeOf(canvas)).isEqualTo(Cause.TOO_LARGE);
    }

    /** Through native code, a crash would end the JVM of the tests. */
    @ParameterizedTest
    @ValueSource(strings = {"rgb-420.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "restarts.jpg", "exif-6.jpg", "lossy.webp",
        "lossless.webp", "lossy-alpha.webp", "animated.webp", "rgb.png", "interlaced.png", "palette-alpha.png"})
    @Timeout(300)
    void aMutatedFileIsDecodedOrRefused(String name) throws IOException {
        byte[] whole = resource("pictures/" + name);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] file = mutated(whole, RandomStream.of(i, "mutation", name));
            try {
                assertThat(decoder().decode(file, i % 2 == 0 ? 10 : Integer.MAX_VALUE).samples()).isNotEmpty();
            } catch (UndecodableImageException e) {
                assertThat(e).hasMessageMatching("(?s).{10,}");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    /** A file with a few bits and bytes changed, in its headers most of all. */
    protected static byte[] mutated(byte[] whole, RandomGenerator random) {
        byte[] file = whole.clone();
        int changes = 1 + random.nextInt(8);
        for (int c = 0; c < changes; c++) {
            int from = random.nextInt(random.nextBoolean() ? file.length : Math.min(file.length, 400));
            switch (random.nextInt(4)) {
                case 0 -> file[from] ^= (byte) (1 << random.nextInt(8));
                case 1 -> file[from] = (byte) random.nextInt();
                case 2 -> file[from] = (byte) 0xFF;
                default -> file[from] = whole[random.nextInt(whole.length)];
            }
        }
        return file;
    }

    /** A decoder is given bytes and no name: what a file holds counts, not what it is called. */
    @ParameterizedTest
    @CsvSource({"rgb.png, JPEG", "rgb-420.jpg, PNG", "lossless.webp, JPEG"})
    void aFileUnderTheSignatureOfAnotherFormatIsDamaged(String name, String claimed) throws IOException {
        byte[] signature = claimed.equals("PNG")
                ? Arrays.copyOf(resource("pictures/rgb.png"), 8)
                : Arrays.copyOf(resource("pictures/rgb-420.jpg"), 3);
        byte[] file = resource("pictures/" + name);
        System.arraycopy(signature, 0, file, 0, signature.length);
        assertThat(causeOf(file)).isEqualTo(Cause.DAMAGED);
    }

    @Test
    void whatIsNoPictureIsNamed() {
        assertThat(causeOf(new byte[0])).isEqualTo(Cause.UNKNOWN_FORMAT);
        assertThat(causeOf("<html>not found</html>".getBytes(StandardCharsets.UTF_8))).isEqualTo(Cause.UNKNOWN_FORMAT);
        assertThat(causeOf(new byte[5000])).isEqualTo(Cause.UNKNOWN_FORMAT);
        assertThat(causeOf("GIF89a".getBytes(StandardCharsets.UTF_8))).isEqualTo(Cause.UNKNOWN_FORMAT);
    }

    /** Why a file cannot be decoded; an error if it can. */
    protected Cause causeOf(byte[] file) {
        try {
            decoder().decode(file, Integer.MAX_VALUE);
        } catch (UndecodableImageException e) {
            assertThat(e).hasMessageMatching("(?s).{10,}");
            return e.kind();
        }
        throw new AssertionError("decoded");
    }

    /** The mean distance of unsigned bytes. */
    protected static double meanDifference(byte[] a, byte[] b) {
        assertThat(a).hasSameSizeAs(b);
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
        }
        return (double) sum / a.length;
    }
}
