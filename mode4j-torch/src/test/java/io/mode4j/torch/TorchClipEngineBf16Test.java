package io.mode4j.torch;

import io.mode4j.train.ClipEngine;
import io.mode4j.train.ClipEngineContract;

/** The contract, in bfloat16. */
class TorchClipEngineBf16Test extends ClipEngineContract {
    private final TorchClipEngine engine = TorchClipEngine.open(new TorchOptions("cpu", "bf16", 2));

    @Override
    protected ClipEngine engine() {
        return engine;
    }
}
