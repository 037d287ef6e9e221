package io.mode4j.train;

import io.mode4j.clip.ClipConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One model to train.
 *
 * @param name
 *            of the model; its random streams are its own by it
 * @param start
 *            where the weights come from
 * @param samples
 *            what it sees
 * @param portion
 *            which part of the schedule it runs
 * @param continuable
 *            keep the optimiser's state in the finished folder, so that others can continue it
 * @param distillation
 *            teachers that it learns from besides
 */
public record TrainJob(String name, Start start, SampleChoice samples, Portion portion, boolean continuable,
        Optional<Distillation> distillation) {

    /** One that learns from its pairs alone. */
    public TrainJob(String name, Start start, SampleChoice samples, Portion portion, boolean continuable) {
        this(name, start, samples, portion, continuable, Optional.empty());
    }

    /** Where a model's weights come from. */
    public sealed interface Start {}

    /** New weights. */
    public record Fresh(ClipConfig model) implements Start {}

    /**
     * Weights of a model made elsewhere, with a fresh optimiser.
     *
     * @param folder
     *            of the model, with {@code open_clip_config.json}
     * @param fingerprint
     *            of its content
     */
    public record Given(Path folder, String fingerprint) implements Start {}

    /**
     * Weights and optimiser state of a finished model.
     *
     * @param folder
     *            of a job that was {@code continuable}
     */
    public record Continued(Path folder) implements Start {}

    /** The model that all others continue. */
    public static TrainJob seed(ClipConfig model, Portion portion) {
        return new TrainJob("seed", new Fresh(model), new SampleChoice.Everything(), portion, true);
    }

    /** The model that all others continue, trained on from a model made elsewhere. */
    public static TrainJob seed(Given given, Portion portion) {
        return new TrainJob("seed", given, new SampleChoice.Everything(), portion, true);
    }

    /** A model that continues the seed's weights, optimiser state and schedule. */
    public static TrainJob continuing(Path seed, String name, SampleChoice samples, Portion portion) {
        return new TrainJob(name, new Continued(seed), samples, portion, false);
    }
}
