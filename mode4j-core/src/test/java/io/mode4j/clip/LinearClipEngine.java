package io.mode4j.clip;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The smallest engine there is, in plain Java: images and bags of tokens go through one matrix each. Its gradients are derived by hand and its
 * arithmetic has one order, so that equal inputs give equal bits on any machine.
 */
public final class LinearClipEngine implements ClipEngine {

    @Override
    public ClipTrainer create(ClipConfig model, OptimizerConfig optimizer, long seed) {
        return new LinearClipTrainer(LinearClip.create(model, seed), optimizer);
    }

    @Override
    public ClipTrainer start(Path modelFolder, OptimizerConfig optimizer) throws IOException {
        return new LinearClipTrainer(LinearClip.read(modelFolder, false), optimizer);
    }

    @Override
    public ClipTrainer restore(Path checkpointFolder, OptimizerConfig optimizer) throws IOException {
        return new LinearClipTrainer(LinearClip.read(checkpointFolder, true), optimizer);
    }

    @Override
    public ClipModel load(Path modelFolder) throws IOException {
        return new LinearClipModel(LinearClip.read(modelFolder, false));
    }

    @Override
    public String identity() {
        return "linear float64";
    }

    @Override
    public String describe() {
        return "a linear dual encoder in plain Java";
    }
}
