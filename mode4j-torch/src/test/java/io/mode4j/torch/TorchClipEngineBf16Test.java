package io.mode4j.torch;

import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipEngineContract;
import org.junit.jupiter.api.Test;

/** The contract, in bfloat16. */
class TorchClipEngineBf16Test extends ClipEngineContract {
    private final TorchClipEngine engine = TorchClipEngine.open(new TorchOptions("cpu", "bf16", 2));

    @Override
    protected ClipEngine engine() {
        return engine;
    }

    @Test
    void theLossOfFeaturesIsTheLossOfAStepAlsoForSigLip() throws Exception {
        requireSameLoss(new ClipConfig(CONFIG.embedDim(), CONFIG.vision(), CONFIG.text(), false, Math.log(10), -1.0, CONFIG.preprocess()));
    }
}
