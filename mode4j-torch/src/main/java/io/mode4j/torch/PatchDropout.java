package io.mode4j.torch;

import io.mode4j.artifact.RandomStream;
import io.mode4j.clip.ClipConfig;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Training on some of an image's patches (Li et al. 2023, FLIP). Which ones follows from the step and the place in the batch, so that an interrupted
 * training goes on with the same. Stateless.
 */
final class PatchDropout {
    private PatchDropout() {}

    /** {@return [k, K], the patches kept of the images at these places [k] of a step's batch; null for all} */
    static @Nullable Tensor kept(ClipConfig.Vision vision, long step, int[] places, TorchDevice device) {
        if (vision.patchDropout() == 0) {
            return null;
        }
        int patches = vision.grid() * vision.grid();
        int count = Math.max(1, (int) (patches * (1 - vision.patchDropout())));
        long[] kept = new long[places.length * count];
        for (int i = 0; i < places.length; i++) {
            RandomGenerator random = RandomStream.of(step, "patch dropout", places[i]);
            int[] order = IntStream.range(0, patches).toArray();
            RandomStream.shuffle(order, random);
            for (int j = 0; j < count; j++) {
                kept[i * count + j] = order[j];
            }
        }
        return Tensors.ofLongs(kept, device, places.length, count);
    }
}
