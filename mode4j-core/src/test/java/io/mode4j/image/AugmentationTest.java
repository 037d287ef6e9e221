package io.mode4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mode4j.artifact.RandomStream;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    private static final int SIZE = 9;

    private static byte[] picture(long seed) {
        byte[] pixels = new byte[3 * SIZE * SIZE];
        RandomStream.of(seed, "picture").nextBytes(pixels);
        return pixels;
    }

    @Seeds(75)
    void noneChangesNothing(Draws draws) {
        long seed = draws.anyLong();
        assertThat(Augmentation.none().apply(picture(seed), SIZE, RandomStream.of(seed, "a"))).isEqualTo(picture(seed));
    }

    @Seeds(100)
    void aShiftMovesEveryPixelOfEveryChannelAlikeAndRepeatsTheBorder(Draws draws) {
        long seed = draws.anyLong();
        int most = draws.between(0, 12);
        byte[] in = picture(seed);
        byte[] out = new Augmentation(1, most, 0).apply(in, SIZE, RandomStream.of(seed, "a"));
        assertThat(new Augmentation(1, most, 0).apply(in, SIZE, RandomStream.of(seed, "a"))).isEqualTo(out);
        boolean explained = false;
        for (int dx = -most; dx <= most && !explained; dx++) {
            for (int dy = -most; dy <= most && !explained; dy++) {
                explained = isShifted(in, out, dx, dy);
            }
        }
        assertThat(explained).isTrue();
    }

    private static boolean isShifted(byte[] in, byte[] out, int dx, int dy) {
        for (int i = 0; i < out.length; i++) {
            int x = Math.clamp(i % SIZE - dx, 0, SIZE - 1);
            int y = Math.clamp(i / SIZE % SIZE - dy, 0, SIZE - 1);
            if (out[i] != in[i / (SIZE * SIZE) * SIZE * SIZE + y * SIZE + x]) {
                return false;
            }
        }
        return true;
    }

    @Seeds(150)
    void aGainIsOneFactorAChannelWithinItsRange(Draws draws) {
        long seed = draws.anyLong();
        byte[] in = new byte[3 * SIZE * SIZE];
        java.util.Arrays.fill(in, (byte) 200);
        byte[] out = new Augmentation(1, 0, 0.1).apply(in, SIZE, RandomStream.of(seed, "a"));
        for (int i = 0; i < out.length; i++) {
            assertThat(out[i] & 0xFF).isBetween(180, 220).isEqualTo(out[i / (SIZE * SIZE) * SIZE * SIZE] & 0xFF);
        }
    }

    @Test
    void rangesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Augmentation(1, -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Augmentation(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Augmentation(0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Augmentation(1.1, 0, 0));
    }
}
