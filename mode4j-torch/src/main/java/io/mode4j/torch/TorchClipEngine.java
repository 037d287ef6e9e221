package io.mode4j.torch;

import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.ranks.RankPlace;
import io.mode4j.torch.ranks.ProcessGroup;
import io.mode4j.torch.ranks.TorchRanks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;

/**
 * CLIP models on LibTorch. Thread-safe.
 */
public final class TorchClipEngine implements ClipEngine {
    private final TorchDevice device;
    private final Precision precision;
    private final TorchEnvironment environment;
    private final int chunkSize;
    private final boolean gradCheckpointing;
    private final boolean shardOptimizer;
    private final TorchRanks ranks;

    private TorchClipEngine(TorchEnvironment environment, TorchOptions options, TorchRanks ranks) {
        this.environment = environment;
        this.device = environment.device();
        this.precision = environment.precision();
        this.chunkSize = options.chunkSize();
        this.gradCheckpointing = options.gradCheckpointing();
        this.shardOptimizer = options.shardOptimizer();
        this.ranks = ranks;
    }

    /**
     * Loads LibTorch and looks for the device.
     *
     * @throws IllegalArgumentException
     *             if the device or precision is unknown or not to be had here; the message says what is missing
     */
    public static TorchClipEngine open(TorchOptions options) {
        return open(options, TorchRanks.alone());
    }

    /**
     * As above, for trainers that are one of several processes.
     *
     * @param ranks
     *            all of them; stays the caller's
     */
    public static TorchClipEngine open(TorchOptions options, TorchRanks ranks) {
        return new TorchClipEngine(TorchEnvironment.open(options), options, ranks);
    }

    /**
     * Loads LibTorch and meets the other processes that train together.
     *
     * @param saysOfItself
     *            what must be the same in all, by name
     * @param timeout
     *            without a sign of life after which one is lost
     * @throws IOException
     *             if they cannot meet, or do not fit each other; the message says in what
     */
    public static TorchRanks join(TorchOptions options, RankPlace place, SortedMap<String, String> saysOfItself, Duration timeout)
            throws IOException {
        TorchClipEngine _ = open(options);
        return ProcessGroup.join(place, saysOfItself, TorchDevice.parse(options.device()).isCuda(), timeout);
    }

    @Override
    public ClipTrainer create(ClipConfig model, OptimizerConfig optimizer, long seed) {
        Parameters parameters = parameters(model);
        try {
            parameters.initialise(seed);
            return TorchClipTrainer.of(model, parameters, optimizer, shards(), plan(model), ranks);
        } catch (Throwable e) {
            parameters.close();
            throw e;
        }
    }

    @Override
    public ClipTrainer start(Path modelFolder, OptimizerConfig optimizer) throws IOException {
        ClipConfig config = ClipConfig.read(modelFolder.resolve(ClipCheckpoint.CONFIG));
        Parameters parameters = parameters(config);
        try {
            ModelFiles.readModel(modelFolder, config, parameters);
            return TorchClipTrainer.of(config, parameters, optimizer, shards(), plan(config), ranks);
        } catch (Throwable e) {
            parameters.close();
            throw e;
        }
    }

    @Override
    public ClipTrainer restore(Path checkpointFolder, OptimizerConfig optimizer) throws IOException {
        ClipConfig config = ClipConfig.read(checkpointFolder.resolve(ClipCheckpoint.CONFIG));
        Parameters parameters = parameters(config);
        TorchClipTrainer trainer;
        try {
            trainer = TorchClipTrainer.of(config, parameters, optimizer, shards(), plan(config), ranks);
        } catch (Throwable e) {
            parameters.close();
            throw e;
        }
        try {
            trainer.read(checkpointFolder);
            return trainer;
        } catch (Throwable e) {
            trainer.close();
            throw e;
        }
    }

    @Override
    public ClipModel load(Path modelFolder) throws IOException {
        ClipConfig config = ClipConfig.read(modelFolder.resolve(ClipCheckpoint.CONFIG));
        Parameters parameters = parameters(config);
        try {
            ModelFiles.readModel(modelFolder, config, parameters);
            return new TorchClipModel(config, parameters, environment.workers());
        } catch (Throwable e) {
            parameters.close();
            throw e;
        }
    }

    private Parameters parameters(ClipConfig config) {
        return new Parameters(ClipParameters.of(config), device, precision);
    }

    /** A GPU takes the whole batch. */
    private int shards() {
        return device.isCuda() ? 1 : environment.threads();
    }

    private StepPlan plan(ClipConfig model) {
        int pairs = chunkSize;
        if (pairs == TorchOptions.AUTO) {
            pairs = device.isCuda() ? TorchOptions.WHOLE : StepMemory.here(model).pairs(environment.threads());
        }
        return new StepPlan(pairs, shardOptimizer, gradCheckpointing);
    }

    @Override
    public String identity() {
        return "libtorch " + precision;
    }

    @Override
    public String describe() {
        return device + ", " + precision + ", threads " + environment.threads();
    }
}
