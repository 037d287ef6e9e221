package io.mode4j.pipeline;

import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.image.Augmentation;
import io.mode4j.train.CaptionUse;
import io.mode4j.train.Schedule;
import io.mode4j.train.Span;
import io.mode4j.train.TrainJob;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the seed model, the experts and the baselines are trained.
 *
 * @param model the architecture of all of them
 * @param given the model that the seed trains on from, in place of new weights; empty for new ones
 * @param pace how long, and in which steps
 * @param optimizer peak learning rate and weight decay
 * @param decay of the learning rate, ending with the experts
 * @param outOfClusterRatio the share of the other clusters' pairs that an expert sees beside its own
 * @param captions which of a pair's captions are trained on
 * @param augmentation of training pictures
 * @param seed of every random choice
 * @param secondsBetweenCheckpoints at least
 * @param validationInterval between looks at held-out pairs; null for at most ten in each model's training, 0 of any unit for never
 * @param ablations also train the dense model of equal total compute, and random-split experts
 */
public record TrainingOptions(ClipConfig model, Optional<TrainJob.Given> given, Pace pace, OptimizerConfig optimizer,
        Schedule.Decay decay, double outOfClusterRatio, CaptionUse captions, Augmentation augmentation, long seed,
        int secondsBetweenCheckpoints, @Nullable Span validationInterval, boolean ablations) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public TrainingOptions {
        if (!(outOfClusterRatio >= 0 && outOfClusterRatio <= 1)) {
            throw new IllegalArgumentException("--ooc-ratio: expected a share in [0, 1], found " + outOfClusterRatio);
        }
        if (secondsBetweenCheckpoints < 1) {
            throw new IllegalArgumentException("--save-every: expected at least 1 second, found " + secondsBetweenCheckpoints);
        }
    }

    /** Training that begins with new weights, and looks at held-out pairs ten times. */
    public TrainingOptions(ClipConfig model, Pace pace, OptimizerConfig optimizer, Schedule.Decay decay, double outOfClusterRatio,
            CaptionUse captions, Augmentation augmentation, long seed, int secondsBetweenCheckpoints, boolean ablations) {
        this(model, Optional.empty(), pace, optimizer, decay, outOfClusterRatio, captions, augmentation, seed, secondsBetweenCheckpoints,
                null,
                ablations);
    }
}
