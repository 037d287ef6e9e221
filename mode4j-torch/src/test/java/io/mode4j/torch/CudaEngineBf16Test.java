package io.mode4j.torch;

import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipEngineContract;

/** The contract on a GPU, in bfloat16. */
@Cuda
class CudaEngineBf16Test extends ClipEngineContract {
    @Override
    protected ClipEngine engine() {
        return TorchClipEngine.open(new TorchOptions("cuda", "bf16", 2));
    }
}
