package io.mode4j.torch;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.NonFiniteLossException;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.clip.StepResult;
import io.mode4j.torch.TrainingShard.Features;
import io.mode4j.torch.memory.NativeOwner;
import io.mode4j.torch.memory.NativeScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains one CLIP. A step cuts the batch into a shard for each worker: forward on all of them, the loss over all features in one place (every pair
 * sees every other as in one piece), backward on all of them, then AdamW on a stretch of the parameters each. With equal numbers of workers equal
 * inputs give equal bytes. Used by one thread at a time; owns its parameters.
 */
final class TorchClipTrainer implements ClipTrainer {
    private static final int SMALLEST_SHARD = 2; // pairs

    private final ClipConfig config;
    private final Parameters parameters;
    private final AdamW optimizer;
    private final double maxLogScale;
    private final PinnedThreads workers;
    private final List<TrainingShard> shards;
    private final TorchFeatures features;
    private final NativeOwner owner = new NativeOwner();
    private final Tensor tableGradient;
    private boolean closed;

    private TorchClipTrainer(ClipConfig config, Parameters parameters, AdamW optimizer, double maxLogScale, PinnedThreads workers,
            List<TrainingShard> shards) {
        this.config = config;
        this.parameters = parameters;
        this.optimizer = optimizer;
        this.maxLogScale = maxLogScale;
        this.workers = workers;
        this.features = new TorchFeatures(config, parameters, workers);
        this.shards = shards;
        try (NativeScope _ = NativeScope.open()) {
            this.tableGradient = owner.own(torch.zeros_like(parameters.value(ClipParameters.TOKEN_EMBEDDING)));
        }
    }

    /** A trainer that takes over the parameters, on so many threads. When it cannot be made, what was made of it is freed, and the parameters are the caller's. */
    static TorchClipTrainer of(ClipConfig config, Parameters parameters, OptimizerConfig optimizer, int threads) {
        Deque<Runnable> made = new ArrayDeque<>();
        try {
            AdamW adam = new AdamW(parameters, optimizer);
            made.push(adam::close);
            PinnedThreads workers = new PinnedThreads(threads);
            made.push(workers::close);
            List<TrainingShard> shards = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                TrainingShard shard = new TrainingShard(config, parameters);
                made.push(shard::close);
                shards.add(shard);
            }
            return new TorchClipTrainer(config, parameters, adam, Math.log(optimizer.maxLogitScale()), workers, List.copyOf(shards));
        } catch (Throwable e) {
            made.forEach(Runnable::run);
            throw e;
        }
    }

    /** Takes over the state that {@link #save} wrote. */
    void read(Path folder) throws IOException {
        ModelFiles.readModel(folder, config, parameters);
        ModelFiles.readOptimizer(folder, parameters, optimizer);
    }

    @Override
    public ClipConfig config() {
        return config;
    }

    @Override
    public float[][] imageFeatures(byte[] pixels, int n) {
        requireOpen();
        return features.imageFeatures(pixels, n);
    }

    @Override
    public float[][] textFeatures(List<int[]> tokens) {
        requireOpen();
        return features.textFeatures(tokens);
    }

    @Override
    public double logitScale() {
        requireOpen();
        return features.logitScale();
    }

    @Override
    public double logitBias() {
        requireOpen();
        return features.logitBias();
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
            List<TrainingShard> used = shards.subList(0, Math.clamp(batch.size() / SMALLEST_SHARD, 1, shards.size()));
            StepResult result = gradients(batch, used);
            Tensor table = tableGradient.view(-1);
            optimizer.step(learningRate, table, used.stream().map(TrainingShard::gradient).toList(), workers);
            used.forEach(shard -> shard.clearRowGradients(tableGradient));
            clampLogScale();
            return result;
        } finally {
            workers.run(shards.size(), i -> shards.get(i).end());
        }
    }

    /** {@return what the step reports, after forward and backward; the gradients are in the shards and in that of the table} */
    StepResult gradients(ClipBatch batch, List<TrainingShard> used) throws NonFiniteLossException {
        requireFitting(batch);
        List<int[]> texts = rows(batch);
        Texts.of(texts, config.text()); // a bad text stops the step before any work
        int[] bounds = IntStream.rangeClosed(0, used.size()).map(i -> (int) ((long) batch.size() * i / used.size())).toArray();
        Features[] features = new Features[used.size()];
        long step = optimizer.steps();
        workers.run(used.size(), i -> features[i] = used.get(i).forward(batch.pixels(), texts, bounds[i], bounds[i + 1], config, step));

        Tensor images = joined(Arrays.stream(features).map(Features::images).toArray(Tensor[]::new));
        Tensor captions = joined(Arrays.stream(features).map(Features::texts).toArray(Tensor[]::new));
        Tensor logScale = parameters.value(ClipParameters.LOGIT_SCALE).detach().set_requires_grad(true);
        Tensor logBias = config.initLogitBias() == null ? null
                : parameters.value(ClipParameters.LOGIT_BIAS).detach().set_requires_grad(true);
        Tensor graph = logBias == null
                ? ContrastiveLoss.of(images, captions, logScale, captionIds(batch))
                : SigmoidLoss.of(images, captions, logScale, logBias, captionIds(batch));
        double loss = graph.item().toDouble(); // the one time in a step that a GPU is waited for: it computes backward while the next batch is made
        double logitScale = Math.exp(logScale.item().toDouble());
        if (!Double.isFinite(loss)) {
            throw new NonFiniteLossException(optimizer.steps() + 1, loss);
        }
        graph.backward();

        Tensor byImages = new Tensor(images.grad());
        Tensor byTexts = new Tensor(captions.grad());
        workers.run(used.size(), i -> {
            try (NativeScope _ = NativeScope.open()) {
                int size = bounds[i + 1] - bounds[i];
                used.get(i).backward(byImages.narrow(0, bounds[i], size), byTexts.narrow(0, bounds[i], size));
            }
        });
        try (NoGradGuard _ = new NoGradGuard()) {
            used.getFirst().value(ClipParameters.LOGIT_SCALE).mutable_grad().copy_(logScale.grad());
            if (logBias != null) {
                used.getFirst().value(ClipParameters.LOGIT_BIAS).mutable_grad().copy_(logBias.grad());
            }
            used.forEach(shard -> shard.addRowGradients(tableGradient));
        }
        return new StepResult(loss, logitScale);
    }

    /** {@return the shards' features in one leaf [n, E]} */
    private static Tensor joined(Tensor[] parts) {
        try (NoGradGuard _ = new NoGradGuard()) {
            return torch.cat(new TensorVector(parts), 0).set_requires_grad(true);
        }
    }

    private void requireFitting(ClipBatch batch) {
        int side = config.vision().imageSize();
        if (batch.pixels().length != (long) batch.size() * 3 * side * side) {
            throw new IllegalArgumentException("batch of " + batch.size() + ": expected pixels [" + batch.size() + ", 3, " + side + ", "
                    + side + "], found " + batch.pixels().length + " bytes");
        }
    }

    private Tensor captionIds(ClipBatch batch) {
        long[] ids = IntStream.of(batch.captionIds()).asLongStream().toArray();
        return Tensors.ofLongs(ids, parameters.device(), ids.length);
    }

    private static List<int[]> rows(ClipBatch batch) {
        int length = batch.length();
        return IntStream.range(0, batch.size()).mapToObj(i -> Arrays.copyOfRange(batch.tokens(), i * length, (i + 1) * length)).toList();
    }

    private void clampLogScale() {
        try (NoGradGuard _ = new NoGradGuard()) {
            parameters.value(ClipParameters.LOGIT_SCALE)
                    .clamp_(new ScalarOptional(Tensors.scalar(0)), new ScalarOptional(Tensors.scalar(maxLogScale)));
        }
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

    Parameters parameters() {
        return parameters;
    }

    List<TrainingShard> shards() {
        return shards;
    }

    Tensor tableGradient() {
        return tableGradient;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            workers.close();
            shards.forEach(TrainingShard::close);
            owner.close();
            optimizer.close();
            parameters.close();
        }
    }
}
