package io.mode4j.torch;

import io.mode4j.train.ClipEngine;
import io.mode4j.train.ClipEngineContract;

/** The contract, in float32. */
class TorchClipEngineTest extends ClipEngineContract {
    private final TorchClipEngine engine = TorchClipEngine.open(new TorchOptions("cpu", "fp32", 2));

    @Override
    protected ClipEngine engine() {
        return engine;
    }
}
