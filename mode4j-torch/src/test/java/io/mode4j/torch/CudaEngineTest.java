package io.mode4j.torch;

import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipEngineContract;

/** The contract on a GPU, in float32. */
@Cuda
class CudaEngineTest extends ClipEngineContract {
    @Override
    protected ClipEngine engine() {
        return TorchClipEngine.open(new TorchOptions("cuda", "fp32", 2));
    }
}
