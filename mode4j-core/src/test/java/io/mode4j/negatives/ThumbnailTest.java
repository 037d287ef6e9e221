package io.mode4j.negatives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailTest {

    /** Red counts columns, green counts rows, blue is even. */
    private static byte[] ramp(int size) {
        byte[] pixels = new byte[3 * size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                pixels[y * size + x] = (byte) (255 * x / size);
                pixels[size * size + y * size + x] = (byte) (255 * y / size);
                pixels[2 * size * size + y * size + x] = 77;
            }
        }
        return pixels;
    }

    @Test
    void cellsHaveTheirMeanColours() {
        byte[] pixels = new byte[3 * 16 * 16];
        pixels[0] = (byte) 200; // one of the four pixels of the first cell
        pixels[1] = (byte) 100;
        pixels[2 * 256 + 255] = (byte) 255; // blue, the last cell
        byte[] means = Thumbnail.of(pixels, 16);
        assertThat(means).hasSize(192);
        assertThat(means[0]).isEqualTo((byte) 75);
        assertThat(means[191]).isEqualTo((byte) 64);
        assertThat(Arrays.copyOfRange(means, 1, 191)).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 60, 64, 224})
    void aPictureIsNearItselfInAnySize(int size) {
        assertThat(Thumbnail.areNear(Thumbnail.of(ramp(size), size), Thumbnail.of(ramp(128), 128))).isTrue();
    }

    @Test
    void aPictureSmallerThanTheCellsFillsThem() {
        byte[] pixels = new byte[3 * 5 * 5];
        Arrays.fill(pixels, (byte) 9);
        assertThat(Thumbnail.of(pixels, 5)).containsOnly(9);
    }

    @Test
    void oneCellThatDiffersMakesAnotherPicture() {
        byte[] a = Thumbnail.of(ramp(64), 64);
        byte[] b = a.clone();
        b[40] = (byte) (a[40] + 16);
        assertThat(Thumbnail.areNear(a, b)).isTrue();
        b[40]++;
        assertThat(Thumbnail.areNear(a, b)).isFalse();
        assertThat(Thumbnail.areNear(b, a)).isFalse();
    }
}
