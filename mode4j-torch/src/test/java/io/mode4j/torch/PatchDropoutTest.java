package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.clip.ClipConfig;
import io.mode4j.torch.memory.NativeScope;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which patches a step keeps. */
class PatchDropoutTest {
    private static final int IMAGES = 5;

    @BeforeAll
    static void load() {
        TinyClip.engine();
    }

    private static ClipConfig.Vision tower(double dropout) {
        return new ClipConfig.Vision(32, 8, 16, 1, 8, 4, null, dropout, ClipConfig.Vision.Pool.TOK, true, false); // 16 patches
    }

    private static float[] kept(double dropout, long step, int from, int to) {
        try (NativeScope _ = NativeScope.open()) {
            Tensor kept = PatchDropout.kept(tower(dropout), step, IntStream.range(from, to).toArray(), TorchDevice.CPU);
            return kept == null ? new float[0] : Tensors.toFloats(kept);
        }
    }

    @Test
    void keepsTheRestOfTheShareOnceEach() {
        float[] all = kept(0.3, 1, 0, IMAGES);
        assertThat(all).hasSize(IMAGES * 11);
        for (int i = 0; i < IMAGES; i++) {
            assertThat(Arrays.copyOfRange(all, 11 * i, 11 * (i + 1))).doesNotHaveDuplicates();
        }
        for (float patch : all) {
            assertThat(patch).isBetween(0f, 15f);
        }
        assertThat(kept(0.999, 1, 0, 1)).hasSize(1);
        assertThat(kept(0, 1, 0, 1)).isEmpty();
    }

    @Test
    void dependsOnStepAndPlaceAlone() {
        float[] all = kept(0.5, 3, 0, IMAGES);
        assertThat(kept(0.5, 3, 0, IMAGES)).isEqualTo(all);
        assertThat(kept(0.5, 3, 2, IMAGES)).isEqualTo(Arrays.copyOfRange(all, 16, 40));
        assertThat(kept(0.5, 4, 0, IMAGES)).isNotEqualTo(all);
        assertThat(Arrays.copyOf(all, 8)).isNotEqualTo(Arrays.copyOfRange(all, 8, 16));
    }
}
