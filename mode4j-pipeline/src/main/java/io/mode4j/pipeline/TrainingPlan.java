package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.train.Portion;
import io.mode4j.train.SampleChoice;
import io.mode4j.train.SampleChoice.Everything;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.SampleChoice.RandomShare;
import io.mode4j.train.Schedule;
import io.mode4j.train.Shuffle;
import io.mode4j.train.Span;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import io.mode4j.train.TrainSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Which models a run trains, on one axis of samples: the seed runs {@code [0, split)}, everything that continues it {@code [split, end)}.
 *
 * @param options what was asked for
 * @param pairs all that are trained on
 * @param batchSize pairs a step
 * @param warmup where the learning rate has its peak, in samples
 * @param split where the seed model ends, in samples
 * @param end where the schedule ends, in samples
 */
record TrainingPlan(TrainOptions options, long pairs, int batchSize, long warmup, long split, long end) {
    private static final int MOST_IN_A_TABLE = Integer.MAX_VALUE - 8;

    /**
     * The plan for an index of this many pairs.
     *
     * @throws UnsuitedOptionException if they are too few for an option
     * @throws BadInputException if they are too few for any training
     */
    static TrainingPlan of(TrainOptions options, long pairs) throws BadInputException {
        if (pairs < 2) {
            throw new BadInputException(
                    "training needs at least 2 pairs to tell apart, the index has " + pairs + "; give more shards (option shards)");
        }
        requireTables(options, pairs);
        TrainingDefaults defaults = new TrainingDefaults(pairs);
        int batchSize = (int) Math.min(pairs, options.batchSize().orElse(defaults.batchSize()));
        long seed = samples("seed-span", options.seedSpan(), defaults.seedSamples(), pairs, batchSize);
        long expert = samples("expert-span", options.expertSpan(), defaults.expertSamples(), pairs, batchSize);
        long end = seed + expert;
        long warmup = options.warmup().map(span -> span.samples(pairs, batchSize)).orElse(defaults.warmup(batchSize, end));
        if (warmup >= end) {
            throw new UnsuitedOptionException("warmup", ("%s: these are %d samples, and the whole schedule of %d pairs has %d"
                    + " (option seed-span, option expert-span); shorten it, lengthen the spans, or let it follow the data (auto)")
                    .formatted(options.warmup().orElseThrow(), warmup, pairs, end));
        }
        return new TrainingPlan(options, pairs, batchSize, warmup, seed, end);
    }

    /** What needs a table of all pairs, needs one that can be. */
    private static void requireTables(TrainOptions options, long pairs) throws UnsuitedOptionException {
        if (pairs > MOST_IN_A_TABLE && options.shuffle() == Shuffle.GLOBAL) {
            throw new UnsuitedOptionException("shuffle",
                    "global: a table of all %d pairs cannot be, the most are %d; use option shuffle window"
                            .formatted(pairs, MOST_IN_A_TABLE));
        }
        if (pairs > MOST_IN_A_TABLE && options.ablations()) {
            throw new UnsuitedOptionException("ablations",
                    "deals all %d pairs to random experts in a table, which holds at most %d; train without"
                            .formatted(pairs, MOST_IN_A_TABLE));
        }
    }

    private static long samples(String option, Optional<Span> span, long usual, long pairs, int batchSize) throws BadInputException {
        long samples = span.map(asked -> asked.samples(pairs, batchSize)).orElse(usual);
        if (samples < 1) {
            throw new UnsuitedOptionException(option,
                    "%s: not one sample of %d pairs; lengthen it, or let it follow the data (auto)"
                            .formatted(span.orElseThrow(), pairs));
        }
        return samples;
    }

    /** As the training stage takes them. */
    TrainSettings settings(int workers) {
        Optional<Span> validation = options.validationInterval()
                .map(interval -> new Span(interval.samples(pairs, batchSize), Span.Unit.SAMPLES));
        return new TrainSettings(batchSize, options.optimizer(), new Schedule(options.decay(), warmup, end), options.augmentation(),
                options.captions(), options.shuffle().shards(pairs, options.shuffleWindow()), options.falseNegatives(), options.seed(),
                new TrainSettings.Loading(workers, options.maxUndecodableShare(), Duration.ofSeconds(options.secondsBetweenCheckpoints()),
                        Long.MAX_VALUE,
                        validation.orElse(null), options.reporting()));
    }

    /** Of a model that goes on by itself, after its schedule has ended: for as long as an expert does, with a warm-up of its own. */
    TrainingPlan alone() {
        return alone(end - split);
    }

    /**
     * The same, for a span of its own; empty: as long as an expert.
     *
     * @throws UnsuitedOptionException if it is not one sample
     */
    TrainingPlan alone(Optional<Span> asked) throws BadInputException {
        return alone(samples("span", asked, end - split, pairs, batchSize));
    }

    private TrainingPlan alone(long span) {
        return new TrainingPlan(options, pairs, batchSize, new TrainingDefaults(pairs).warmup(batchSize, span), 0, span);
    }

    /** The model that all others continue. */
    TrainJob seedModel() {
        Portion portion = Portion.of(0, split);
        return options.given().map(given -> TrainJob.seed(given, portion)).orElseGet(() -> TrainJob.seed(options.model(), portion));
    }

    /** One expert a coarse cluster. */
    List<TrainJob> experts(Path seedModel, int n) {
        return shares(seedModel, n, ModelNames::expert, i -> new ExpertShare(i, options.outOfClusterRatio(), options.seed()));
    }

    /** Those whose batches differ in how they are drawn: the seed, which draws as dense models do, the experts, and where all pairs can be dealt one of a random split. */
    List<TrainJob> kindsOfBatches(Path seedModel, int n) {
        List<TrainJob> jobs = new ArrayList<>(List.of(seedModel()));
        jobs.addAll(experts(seedModel, n));
        if (pairs <= MOST_IN_A_TABLE) {
            jobs.add(randomExperts(seedModel, n).getFirst());
        }
        return jobs;
    }

    /** An expert for one task. */
    TrainJob selected(Path seedModel, String name, SampleChoice samples) {
        return TrainJob.continuing(seedModel, name, samples, Portion.of(split, end));
    }

    /** What the experts are compared with: dense models, and with ablations experts of a random split. */
    List<TrainJob> baselines(Path seedModel, int n) {
        List<TrainJob> jobs = new ArrayList<>();
        jobs.add(TrainJob.continuing(seedModel, ModelNames.DENSE, new Everything(), Portion.of(split, end)));
        if (options.ablations()) {
            jobs.add(TrainJob.continuing(seedModel, ModelNames.DENSE_TOTAL, new Everything(), new Portion(split, end, n * (end - split))));
            jobs.addAll(randomExperts(seedModel, n));
        }
        return jobs;
    }

    private List<TrainJob> randomExperts(Path seedModel, int n) {
        return shares(seedModel, n, ModelNames::randomExpert, i -> new RandomShare(i, options.outOfClusterRatio(), options.seed()));
    }

    private List<TrainJob> shares(Path seedModel, int n, IntFunction<String> name, IntFunction<SampleChoice> samples) {
        List<TrainJob> jobs = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            jobs.add(TrainJob.continuing(seedModel, name.apply(i), samples.apply(i), Portion.of(split, end)));
        }
        return jobs;
    }
}
