package io.mode4j.cli;

import io.mode4j.clip.Architectures;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.image.Augmentation;
import io.mode4j.pipeline.TrainingOptions;
import io.mode4j.train.CaptionUse;
import io.mode4j.train.Schedule;
import io.mode4j.train.TrainJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of training, under open_clip's names where it has them. */
final class TrainFlags {
    @Option(names = "--model", paramLabel = "NAME|FILE", defaultValue = "compact-64", description = "The architecture by its name (docs/models.md lists them: compact-64, ViT-B-32, MoDE-B-32 …), or an open_clip model configuration (.json). Default: ${DEFAULT-VALUE}")
    String model;

    @Option(names = "--seed-model", paramLabel = "DIR", description = "Train the seed on from this model folder in place of new weights (mode4j convert makes one of a checkpoint); --model is not used then.")
    @Nullable
    Path seedModel;

    @Mixin
    PaceFlags pace;

    @Option(names = "--lr", paramLabel = "RATE", defaultValue = "1e-3", description = "The peak learning rate. Default: ${DEFAULT-VALUE}")
    double learningRate;

    @Option(names = "--wd", paramLabel = "DECAY", defaultValue = "0.1", description = "AdamW's weight decay. Default: ${DEFAULT-VALUE}")
    double weightDecay;

    @Option(names = "--lr-scheduler", paramLabel = "SHAPE", defaultValue = "COSINE", description = "Decay after the warm-up: cosine or linear. Default: cosine")
    Schedule.Decay decay;

    @Option(names = "--ooc-ratio", paramLabel = "SHARE", defaultValue = "0.02", description = "The share of the other clusters' pairs that an expert sees beside its own. Default: ${DEFAULT-VALUE}")
    double outOfClusterRatio;

    @Option(names = "--train-captions", paramLabel = "WHICH", defaultValue = "CLUSTERED", description = "clustered: the caption that was clustered; any: half the time one of the pair's others. Default: clustered")
    CaptionUse captions;

    @Option(names = "--aug-crop", paramLabel = "AREA", defaultValue = "auto", description = "Training pictures are random crops of at least this share of the area, as open_clip's; 1: the middle, no crop. auto: 0.9 for models of 224 pixels and more, 1 for smaller ones. Default: ${DEFAULT-VALUE}")
    String crop;

    @Option(names = "--aug-shift", paramLabel = "PIXELS", defaultValue = "0", description = "Training pictures are shifted by up to this. Default: ${DEFAULT-VALUE}")
    int shift;

    @Option(names = "--aug-gain", paramLabel = "SHARE", defaultValue = "0", description = "Training pictures' channels are brightened or darkened by up to this share. Default: ${DEFAULT-VALUE}")
    double gain;

    @Option(names = "--save-every", paramLabel = "SECONDS", defaultValue = "60", description = "Time between checkpoints. Default: ${DEFAULT-VALUE}")
    int saveEvery;

    @Option(names = "--val-every", paramLabel = "SPAN", defaultValue = "auto", description = "How often held-out pairs are looked at while a model trains, and at its end; '0 steps': never. It does not change the model. auto: ten times a model, less often where that would look at more than one pair for every 20 trained on. Default: ${DEFAULT-VALUE}")
    String validateEvery;

    @Option(names = "--ablations", description = "Also train the dense model of equal total compute and random-split experts.")
    boolean ablations;

    TrainingOptions options(long seed) throws IOException {
        ClipConfig architecture = seedModel == null ? Architectures.of(model) : ClipConfig.read(seedModel.resolve(ClipCheckpoint.CONFIG));
        double area = cropArea(architecture);
        return new TrainingOptions(architecture, given(), pace.pace(),
                named("--lr, --wd", () -> OptimizerConfig.of(learningRate, weightDecay)),
                decay, outOfClusterRatio, captions,
                named("--aug-crop, --aug-shift, --aug-gain", () -> new Augmentation(area, shift, gain)), seed, saveEvery,
                PaceFlags.span("--val-every", validateEvery), ablations);
    }

    private static <T> T named(String options, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(options + ": " + e.getMessage(), e);
        }
    }

    private double cropArea(ClipConfig architecture) {
        if (crop.equals("auto")) {
            return Augmentation.usualCropArea(architecture.vision().imageSize());
        }
        try {
            return Double.parseDouble(crop);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--aug-crop: expected auto or a share of the area, such as 0.9, found '" + crop + "'", e);
        }
    }

    private Optional<TrainJob.Given> given() throws IOException {
        if (seedModel == null) {
            return Optional.empty();
        }
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(seedModel)) {
            return Optional.of(new TrainJob.Given(seedModel, checkpoint.fingerprint()));
        }
    }
}
