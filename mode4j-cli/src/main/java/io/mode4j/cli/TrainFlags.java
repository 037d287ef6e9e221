package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.clip.Architectures;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.train.CaptionUse;
import io.mode4j.train.ExpertOrder;
import io.mode4j.train.FalseNegatives;
import io.mode4j.train.Reporting;
import io.mode4j.train.Schedule;
import io.mode4j.train.Shuffle;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of training, under open_clip's names where it has them. */
final class TrainFlags extends Flags<TrainOptions> {
    @Option(names = "--model", paramLabel = "NAME|FILE", defaultValue = Architectures.DEFAULT, description = "The architecture by its name (docs/models.md lists them: compact-64, ViT-B-32, MoDE-B-32 …), or an open_clip model configuration (.json). Default: ${DEFAULT-VALUE}")
    private String model;

    @Option(names = "--seed-model", paramLabel = "DIR", description = "Train the seed on from this model folder in place of new weights (mode4j convert makes one of a checkpoint); --model is not used then.")
    private @Nullable Path seedModel;

    TrainFlags() {
        super(TrainOptions.defaults());
        automatic("--seed-span", "SPAN", Value.SPAN, TrainOptions::withSeedSpan,
                "How long the seed model trains: '300k samples', '27 epochs' or '1000 steps'. auto: 18 epochs, and more from 10,800 pairs on, an epoch for every 600 pairs, up to the 27 of the paper.");
        automatic("--expert-span", "SPAN", Value.SPAN, TrainOptions::withExpertSpan,
                "How long each expert (and the dense baseline) goes on after the seed, epochs being of all pairs. auto: 5/27 of the seed's.");
        automatic("--batch-size", "N", Value.COUNT, TrainOptions::withBatchSize,
                "Pairs a step; a model that has fewer pairs takes all of them. auto: 256, and less below 4,096 pairs: the largest power of two that leaves 16 batches to an epoch, 16 at least.");
        automatic("--warmup", "SPAN", Value.SPAN, TrainOptions::withWarmup,
                "Linear warm-up of the learning rate. auto: 200 steps, but at most a tenth of the schedule.");
        flag("--lr", "RATE", Value.NUMBER, TrainOptions::learningRate, TrainOptions::withLearningRate, "The peak learning rate.");
        flag("--wd", "DECAY", Value.NUMBER, TrainOptions::weightDecay, TrainOptions::withWeightDecay, "AdamW's weight decay.");
        flag("--lr-scheduler", "SHAPE", Value.of(Schedule.Decay.class), TrainOptions::decay, TrainOptions::withDecay,
                "Decay after the warm-up: cosine or linear.");
        flag("--ooc-ratio", "SHARE", Value.NUMBER, TrainOptions::outOfClusterRatio, TrainOptions::withOutOfClusterRatio,
                "The share of the other clusters' pairs that an expert sees beside its own.");
        flag("--order", "HOW", Value.of(ExpertOrder.class), TrainOptions::order, TrainOptions::withOrder,
                "In which order experts are trained: number; or priority, those first whose fine centres are spread widest, so that a run that is evaluated or served before all are trained has the best few.");
        flag("--train-captions", "WHICH", Value.of(CaptionUse.class), TrainOptions::captions, TrainOptions::withCaptions,
                "clustered: the caption that was clustered; any: half the time one of the pair's others.");
        flag("--false-negatives", "HOW", Value.of(FalseNegatives.Handling.class), options -> options.falseNegatives().handling(),
                TrainOptions::withFalseNegatives,
                "What becomes of pairs in a batch whose captions are not equal and say nearly the same, by the run's embeddings. keep: they are negatives, as all others; weight: they count the less, the nearer they are; mask: they are no negatives, as pairs of equal captions.");
        flag("--false-negatives-from", "COSINE", Value.NUMBER, options -> options.falseNegatives().from(),
                TrainOptions::withFalseNegativesFrom,
                "With --false-negatives weight or mask: the cosine of two captions' embeddings from which they say nearly the same.");
        flag("--shuffle", "HOW", Value.of(Shuffle.class), TrainOptions::shuffle, TrainOptions::withShuffle,
                "Among which pairs a pair is shuffled, anew every epoch. global: among all, in the memory of a table of all; window: among those of a few shards that are open at once, for data of any size; auto: global for up to 4 million pairs, window above.");
        flag("--shuffle-window", "SHARDS", Value.COUNT, TrainOptions::shuffleWindow, TrainOptions::withShuffleWindow,
                "How many shards a window has; a model that sees a share of the pairs has as many more open.");
        automatic("--aug-crop", "AREA", Value.NUMBER, TrainOptions::withCropArea,
                "Training pictures are random crops of at least this share of the area, as open_clip's; 1: the middle, no crop. auto: 0.9 for models of 224 pixels and more, 1 for smaller ones.");
        flag("--aug-shift", "PIXELS", Value.COUNT, TrainOptions::maxShift, TrainOptions::withMaxShift,
                "Training pictures are shifted by up to this.");
        flag("--aug-gain", "SHARE", Value.NUMBER, TrainOptions::colorGain, TrainOptions::withColorGain,
                "Training pictures' channels are brightened or darkened by up to this share.");
        flag("--max-undecodable", "SHARE", Value.NUMBER, TrainOptions::maxUndecodableShare, TrainOptions::withMaxUndecodableShare,
                "Fail when more than this share of the pictures cannot be decoded.");
        flag("--save-every", "SECONDS", Value.COUNT, TrainOptions::secondsBetweenCheckpoints, TrainOptions::withSecondsBetweenCheckpoints,
                "Time between checkpoints.");
        automatic("--val-every", "SPAN", Value.SPAN, TrainOptions::withValidationInterval,
                "How often held-out pairs are looked at while a model trains, and at its end; '0 steps': never. It does not change the model. auto: ten times a model, less often where that would look at more than one pair for every 20 trained on.");
        flag("--report-to", "WHERE", Value.of(Reporting.To.class), options -> options.reporting().to(), TrainOptions::withReportTo,
                "Where else a training's figures go: tensorboard, to event files in each model's folder (tensorboard --logdir DIR), or none.");
        flag("--log-every-n-steps", "N", Value.COUNT, options -> options.reporting().everySteps(), TrainOptions::withStepsBetweenReports,
                "Steps from one line of the event files, and of the progress, to the next, and between looks at the gradients' length. log.jsonl has a line a step.");
        onOff("--ablations", options -> options.withAblations(true),
                "Also train the dense model of equal total compute and random-split experts.");
    }

    /** What is trained, as the options name it. */
    String architecture() {
        return seedModel == null ? model : seedModel.toString();
    }

    /** Whatever the seed begins as. */
    TrainOptions ofNamedModel(long seed) throws IOException {
        return options().withSeed(seed).withModel(Architectures.of(model));
    }

    TrainOptions options(long seed) throws IOException {
        if (seedModel == null) {
            return ofNamedModel(seed);
        }
        TrainOptions options = options().withSeed(seed);
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(seedModel)) {
            return options.withGiven(new TrainJob.Given(seedModel, checkpoint.fingerprint()),
                    ClipConfig.read(seedModel.resolve(ClipCheckpoint.CONFIG)));
        }
    }

    @Override
    public Set<StageName> stages() {
        return Set.of(StageName.SEED, StageName.EXPERTS, StageName.BASELINES);
    }
}
