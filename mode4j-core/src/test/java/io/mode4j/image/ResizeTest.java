package io.mode4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RandomStream;
import io.mode4j.image.Axis.Span;
import io.mode4j.image.Picture.Mode;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.random.RandomGenerator;

class ResizeTest {

    private static Picture picture(int width, int height, Mode mode, long seed) {
        byte[] samples = new byte[width * height * mode.bands()];
        RandomStream.of(seed, "picture").nextBytes(samples);
        return Picture.of(width, height, mode, samples);
    }

    /** Noise overflows white and black in each pass, so that the order of them shows. */
    @Seeds(200)
    void theFastWayIsPillowsArithmeticWithinAUnitOrTwo(Draws draws) {
        int width = draws.between(2, 90);
        int height = draws.between(2, 300);
        int size = draws.between(1, 40);
        long seed = draws.anyLong();
        Span columns = Span.of(0, width, 1);
        Span rows = Span.of(0, height, 1);
        byte[] exact = ExactResize.planes(picture(width, height, Mode.RGB, seed), new Axis(columns, size, 0, size),
                new Axis(rows, size, 0, size), size, ExactResize.beginsWithRows(columns, rows, size));
        byte[] fast = Resize.crop(picture(width, height, Mode.RGB, seed), new CropBox(0, 0, width, height), size);
        if (width != size || height != size) {
            for (int i = 0; i < fast.length; i++) {
                assertThat((fast[i] & 0xFF) - (exact[i] & 0xFF)).isBetween(-2, 2);
            }
            assertThat(PictureDecoderContract.meanDifference(fast, exact)).isLessThan(0.2);
        }
    }

    @Seeds(100)
    void everyBandIsResizedAlike(Draws draws) {
        int width = draws.between(1, 60);
        int height = draws.between(1, 60);
        int size = draws.between(1, 40);
        long seed = draws.anyLong();
        Picture gray = picture(width, height, Mode.GRAY, seed);
        byte[] tripled = ToRgb.interleaved(Mode.GRAY, gray.samples(), width * height);
        byte[] expected = Resize.shortestSideAndCrop(Picture.of(width, height, Mode.RGB, tripled), size);
        assertThat(Resize.shortestSideAndCrop(gray, size)).isEqualTo(expected);
    }

    @Seeds(100)
    void aCropIsThePictureOfItsPixelsResized(Draws draws) {
        int width = draws.between(3, 60);
        int height = draws.between(3, 60);
        int size = draws.between(1, 40);
        long seed = draws.anyLong();
        Picture picture = picture(width, height, Mode.RGB, seed);
        RandomGenerator random = RandomStream.of(seed, "box");
        CropBox box = CropBox.random(width, height, 0.3, random);
        byte[] cut = new byte[3 * box.width() * box.height()];
        for (int y = 0; y < box.height(); y++) {
            System.arraycopy(picture.samples(), 3 * ((box.top() + y) * width + box.left()), cut, 3 * y * box.width(), 3 * box.width());
        }
        byte[] expected = Resize.crop(Picture.of(box.width(), box.height(), Mode.RGB, cut), new CropBox(0, 0, box.width(), box.height()),
                size);
        assertThat(Resize.crop(picture, box, size)).isEqualTo(expected);
    }
}
