package io.mode4j.torch;

import io.mode4j.artifact.FileLayer;
import io.mode4j.torch.memory.NativeScope;
import io.mode4j.train.ClipBatch;
import io.mode4j.train.ClipConfig;
import io.mode4j.train.ClipTrainer;
import io.mode4j.train.NonFiniteLossException;
import io.mode4j.train.OptimizerConfig;
import io.mode4j.train.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Trains one CLIP: forward, backward, AdamW, clamp of the logit scale, in one native scope a step. Used by one thread at a time; owns its
 * parameters.
 */
final class TorchClipTrainer implements ClipTrainer {
    private final ClipConfig config;
    private final Parameters parameters;
    private final ClipNetwork network;
    private final AdamW optimizer;
    private final double maxLogScale;
    private boolean closed;

    TorchClipTrainer(ClipConfig config, Parameters parameters, OptimizerConfig optimizer) {
        this.config = config;
        this.parameters = parameters;
        this.network = new ClipNetwork(config, parameters);
        this.optimizer = new AdamW(parameters, optimizer);
        this.maxLogScale = Math.log(optimizer.maxLogitScale());
    }

    /** Takes over the state that {@link #save} wrote. */
    void read(Path folder) throws IOException {
        ModelFiles.readModel(folder, parameters);
        ModelFiles.readOptimizer(folder, parameters, optimizer);
    }

    @Override
    public ClipConfig config() {
        return config;
    }

    @Override
    public long steps() {
        requireOpen();
        return optimizer.steps();
    }

    @Override
    public StepResult step(ClipBatch batch, double learningRate) throws NonFiniteLossException {
        requireOpen();
        try (NativeScope _ = NativeScope.open()) {
            Tensor graph = forward(batch);
            double loss = graph.item().toDouble();
            if (!Double.isFinite(loss)) {
                throw new NonFiniteLossException(optimizer.steps() + 1, loss);
            }
            graph.backward();
            try (NoGradGuard _ = new NoGradGuard()) {
                parameters.collectRowGradients();
                optimizer.step(learningRate);
                parameters.clearGradients();
                return new StepResult(loss, Math.exp(clampLogScale()));
            }
        }
    }

    /** {@return the batch's loss with its graph, in the caller's scope} */
    Tensor forward(ClipBatch batch) {
        int side = config.vision().imageSize();
        if (batch.pixels().length != (long) batch.size() * 3 * side * side) {
            throw new IllegalArgumentException("batch of " + batch.size() + ": expected pixels [" + batch.size() + ", 3, " + side + ", "
                    + side + "], found " + batch.pixels().length + " bytes");
        }
        Texts texts = Texts.of(rows(batch), config.text());
        TorchDevice device = parameters.device();
        Tensor images = network.image(Tensors.ofBytes(batch.pixels(), 0, device, batch.size(), 3, side, side));
        long[] captionIds = IntStream.of(batch.captionIds()).asLongStream().toArray();
        return ContrastiveLoss.of(images, network.text(texts), parameters.value(ClipParameters.LOGIT_SCALE),
                Tensors.ofLongs(captionIds, device, captionIds.length));
    }

    private static List<int[]> rows(ClipBatch batch) {
        int length = batch.length();
        return IntStream.range(0, batch.size()).mapToObj(i -> Arrays.copyOfRange(batch.tokens(), i * length, (i + 1) * length)).toList();
    }

    private double clampLogScale() {
        Tensor logScale = parameters.value(ClipParameters.LOGIT_SCALE);
        logScale.clamp_(new ScalarOptional(Tensors.scalar(0)), new ScalarOptional(Tensors.scalar(maxLogScale)));
        return logScale.item().toDouble();
    }

    @Override
    public void save(FileLayer files, Path folder, boolean withOptimizer) throws IOException {
        requireOpen();
        ModelFiles.writeModel(files, folder, config, parameters, optimizer.steps());
        if (withOptimizer) {
            ModelFiles.writeOptimizer(files, folder, parameters, optimizer);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the trainer is closed");
        }
    }

    /** The parameters under training. */
    Parameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            optimizer.close();
            parameters.close();
        }
    }
}
