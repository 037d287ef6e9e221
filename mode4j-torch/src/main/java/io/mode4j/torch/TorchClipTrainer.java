package io.mode4j.torch;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.NonFiniteLossException;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.clip.StepResult;
import io.mode4j.torch.TrainingShard.Part;
import io.mode4j.torch.memory.NativeScope;
import io.mode4j.torch.ranks.TorchRanks;
import java.io.IOException;
import java.lang.System.Logger;
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

/**
 * Trains one CLIP. A step cuts the batch into a piece for each worker, or more of them where one would be too large: forward on all of them, the loss over all features in one
 * place (every pair sees every other as in one piece), backward on all of them, then AdamW on a stretch of the parameters each. With equal numbers of workers and pieces equal
 * inputs give equal bytes. Used by one thread at a time; owns its parameters.
 */
final class TorchClipTrainer implements ClipTrainer {
    private static final Logger LOG = System.getLogger(TorchClipTrainer.class.getName());

    private final ClipConfig config;
    private final Parameters parameters;
    private final AdamW optimizer;
    private final double maxLogScale;
    private final PinnedThreads workers;
    private final List<TrainingShard> shards;
    private final int chunkSize;
    private final TorchRanks ranks;
    private final TorchFeatures features;
    private final TableGradient table;
    private final GradientSum sums;
    private final GradientNorm gradientNorm;
    private boolean remarked;
    private boolean closed;

    private TorchClipTrainer(ClipConfig config, Parameters parameters, AdamW optimizer, double maxLogScale, PinnedThreads workers,
            List<TrainingShard> shards, int chunkSize, TorchRanks ranks) {
        this.config = config;
        this.parameters = parameters;
        this.optimizer = optimizer;
        this.maxLogScale = maxLogScale;
        this.workers = workers;
        this.features = new TorchFeatures(config, parameters, workers);
        this.shards = shards;
        this.chunkSize = chunkSize;
        this.ranks = ranks;
        this.table = new TableGradient(parameters.value(ClipParameters.TOKEN_EMBEDDING));
        this.sums = new GradientSum(parameters, ranks);
        this.gradientNorm = new GradientNorm(parameters.device(), AdamW.STRETCHES * workers.count());
    }

    /**
     * A trainer that takes over the parameters, on so many threads. When it cannot be made, what was made of it is freed, and the parameters are the caller's.
     *
     * @param plan
     *            how much is computed at once
     * @param ranks
     *            the processes that train the model, this one among them
     */
    static TorchClipTrainer of(ClipConfig config, Parameters parameters, OptimizerConfig optimizer, int threads, StepPlan plan,
            TorchRanks ranks) {
        Deque<Runnable> made = new ArrayDeque<>();
        try {
            AdamW adam = new AdamW(parameters, optimizer, plan.shardOptimizer() ? ranks : TorchRanks.alone());
            made.push(adam::close);
            PinnedThreads workers = new PinnedThreads(threads);
            made.push(workers::close);
            List<TrainingShard> shards = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                TrainingShard shard = new TrainingShard(config, parameters, plan.recompute());
                made.push(shard::close);
                shards.add(shard);
            }
            return new TorchClipTrainer(config, parameters, adam, Math.log(optimizer.maxLogitScale()), workers, List.copyOf(shards),
                    plan.chunkSize(), ranks);
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
    public double gradientNorm() {
        requireOpen();
        return gradientNorm.value();
    }

    @Override
    public StepResult step(ClipBatch batch, double learningRate) throws IOException {
        requireOpen();
        try (NativeScope _ = NativeScope.open()) {
            BatchPieces pieces = BatchPieces.of(batch.size(), shards.size(), chunkSize);
            remark(pieces);
            StepResult result = gradients(batch, pieces);
            List<Tensor> rest = ofShards(used(pieces));
            try (NoGradGuard _ = new NoGradGuard()) {
                List<Tensor> touched = ranks.areSeveral() ? List.of(sum(rest, batch))
                        : used(pieces).stream().flatMap(shard -> shard.touchedRows().stream()).toList();
                optimizer.step(learningRate, table.tensor().view(-1), ranks.areSeveral() ? List.of(rest.getFirst()) : rest, workers,
                        gradientNorm);
                clear(pieces, touched);
            }
            clampLogScale();
            return result;
        } finally {
            workers.run(shards.size(), i -> shards.get(i).end());
        }
    }

    /**
     * {@return what the step reports, after forward and backward; the gradients are in the shards and in that of the table}
     *
     * <p>
     * With more pieces than shards this is GradCache (Gao et al. 2021): the features of all pieces without a graph, the loss's gradients by them, then piece by piece again with
     * a graph. The gradients are those of the batch in one piece.
     */
    StepResult gradients(ClipBatch batch, BatchPieces pieces) throws IOException {
        requireFitting(batch);
        Part part = new Part(batch.pixels(), rows(batch), batch.share().places(), config, optimizer.steps());
        Texts.of(part.texts(), config.text()); // a bad text stops the step before any work
        List<TrainingShard> used = used(pieces);
        workers.run(used.size(), i -> used.get(i).begin());
        OwnRows own = new OwnRows(batch.share().first(), batch.size(), ranks);
        Tensor both = Tensors.zeros(parameters.device(), 2, batch.share().total(), config.embedDim());
        Tensor images = both.select(0, 0);
        Tensor captions = both.select(0, 1);
        Tensor ownImages = own.of(images);
        Tensor ownCaptions = own.of(captions);
        workers.run(pieces.count(), i -> used.get(i % used.size()).features(part, pieces, i, ownImages, ownCaptions));
        own.sum(both);

        PairLoss loss = new BatchLoss(config, parameters, workers).of(batch, images, captions, own);
        double value = loss.value().item().toDouble(); // the one time in a step that a GPU is waited for: it computes backward while the next batch is made
        if (!Double.isFinite(value)) {
            throw new NonFiniteLossException(optimizer.steps() + 1, value);
        }
        for (int first = 0; first < pieces.count(); first += used.size()) {
            int from = first;
            int together = Math.min(used.size(), pieces.count() - first);
            if (ranks.areSeveral() && first + together == pieces.count()) {
                workers.run(together, i -> used.get(i).backwardImages(part, pieces, from + i, loss));
                try (NoGradGuard _ = new NoGradGuard()) {
                    sums.beginImageTower(ofShards(used));
                }
                workers.run(together, i -> used.get(i).backwardTexts(pieces, from + i, loss));
            } else {
                workers.run(together, i -> {
                    used.get(i).backwardImages(part, pieces, from + i, loss);
                    used.get(i).backwardTexts(pieces, from + i, loss);
                });
            }
            try (NoGradGuard _ = new NoGradGuard()) {
                used.subList(0, together).forEach(shard -> shard.addRowGradients(table));
            }
        }
        try (NoGradGuard _ = new NoGradGuard()) {
            used.getFirst().value(ClipParameters.LOGIT_SCALE).mutable_grad().copy_(loss.byLogScale());
            if (loss.byLogBias() != null) {
                used.getFirst().value(ClipParameters.LOGIT_BIAS).mutable_grad().copy_(loss.byLogBias());
            }
        }
        return new StepResult(value, logitScale());
    }

    private void remark(BatchPieces pieces) {
        if (!pieces.areKept() && !remarked) {
            LOG.log(Logger.Level.INFO, "training: a batch of %,d pairs is computed in %,d pieces (option chunk-size)"
                    .formatted(pieces.pairs(), pieces.count()));
            remarked = true;
        }
    }

    /** Those whose gradients are the step's: of a rank without pairs, one with none. */
    private List<TrainingShard> used(BatchPieces pieces) {
        return shards.subList(0, pieces.workers());
    }

    private static List<Tensor> ofShards(List<TrainingShard> shards) {
        return shards.stream().map(TrainingShard::gradient).toList();
    }

    /** Puts the sum over all ranks into the first of the shards' gradients; returns the rows of the table that any rank touched. */
    private Tensor sum(List<Tensor> gradients, ClipBatch batch) throws IOException {
        sums.beginRest(gradients);
        Tensor touched = table.sum(ranks, batch.tokens(), parameters.device());
        sums.finish();
        return touched;
    }

    /** Zeroes what the step added to the table's gradient. */
    private void clear(BatchPieces pieces, List<Tensor> touched) {
        if (pieces.areKept() || ranks.areSeveral()) {
            table.clear(touched);
        } else {
            table.clear();
        }
    }

    private void requireFitting(ClipBatch batch) {
        int side = config.vision().imageSize();
        if (batch.pixels().length != (long) batch.size() * 3 * side * side) {
            throw new IllegalArgumentException("batch of " + batch.size() + ": expected pixels [" + batch.size() + ", 3, " + side + ", "
                    + side + "], found " + batch.pixels().length + " bytes");
        }
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

    @Override
    public void assistSave(boolean withOptimizer) throws IOException {
        requireOpen();
        if (withOptimizer && optimizer.isShared()) {
            ModelFiles.assistOptimizer(parameters, optimizer);
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
        return table.tensor();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            workers.close();
            shards.forEach(TrainingShard::close);
            table.close();
            gradientNorm.close();
            optimizer.close();
            parameters.close();
        }
    }
}
