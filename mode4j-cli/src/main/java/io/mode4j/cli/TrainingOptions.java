package io.mode4j.cli;

import io.mode4j.image.Augmentation;
import io.mode4j.train.CaptionUse;
import io.mode4j.train.ClipConfig;
import io.mode4j.train.OptimizerConfig;
import io.mode4j.train.Schedule;
import io.mode4j.train.Span;
import io.mode4j.train.TrainJob;
import org.jspecify.annotations.Nullable;

/**
 * How the seed model, the experts and the baselines are trained.
 *
 * @param model the architecture of all of them
 * @param given the model that the seed trains on from, in place of new weights; null for new ones
 * @param seedSpan how long the seed trains; epochs are of all pairs
 * @param expertSpan how long every expert goes on from there
 * @param batchSize pairs a step
 * @param optimizer peak learning rate and weight decay
 * @param warmup of the learning rate, at the seed's beginning
 * @param decay of the learning rate, ending with the experts
 * @param outOfClusterRatio the share of the other clusters' pairs that an expert sees beside its own
 * @param captions which of a pair's captions are trained on
 * @param augmentation of training pictures
 * @param seed of every random choice
 * @param secondsBetweenCheckpoints at least
 * @param ablations also train the dense model of equal total compute, and random-split experts
 */
public record TrainingOptions(ClipConfig model, TrainJob.@Nullable Given given, Span seedSpan, Span expertSpan, int batchSize,
        OptimizerConfig optimizer, Span warmup,
        Schedule.Decay decay,
        double outOfClusterRatio, CaptionUse captions, Augmentation augmentation, long seed, int secondsBetweenCheckpoints,
        boolean ablations) {

    /** Training that begins with new weights. */
    public TrainingOptions(ClipConfig model, Span seedSpan, Span expertSpan, int batchSize, OptimizerConfig optimizer, Span warmup,
            Schedule.Decay decay, double outOfClusterRatio, CaptionUse captions, Augmentation augmentation, long seed,
            int secondsBetweenCheckpoints, boolean ablations) {
        this(model, null, seedSpan, expertSpan, batchSize, optimizer, warmup, decay, outOfClusterRatio, captions, augmentation, seed,
                secondsBetweenCheckpoints, ablations);
    }
}
