package io.mode4j.cli;

import io.mode4j.ensemble.ModelNames;
import io.mode4j.train.Portion;
import io.mode4j.train.SampleChoice;
import io.mode4j.train.SampleChoice.Everything;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.SampleChoice.RandomShare;
import io.mode4j.train.Schedule;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Which models a run trains, on one axis of samples: the seed runs {@code [0, split)}, everything that continues it {@code [split, end)}.
 *
 * @param options what was asked for
 * @param split where the seed model ends, in samples
 * @param end where the schedule ends, in samples
 */
record TrainingPlan(TrainingOptions options, long split, long end) {
    private static final double MOST_SKIPPED = 0.10;

    /** The plan for an index of this many pairs. */
    static TrainingPlan of(TrainingOptions options, long rows) {
        long split = options.seedSpan().samples(rows, options.batchSize());
        return new TrainingPlan(options, split, split + options.expertSpan().samples(rows, options.batchSize()));
    }

    /** As the training stage takes them. */
    TrainOptions trainOptions(long rows, int workers) {
        Schedule schedule = new Schedule(options.decay(), options.warmup().samples(rows, options.batchSize()), end);
        return new TrainOptions(options.batchSize(), options.optimizer(), schedule, options.augmentation(), options.captions(),
                options.seed(),
                new TrainOptions.Loading(workers, MOST_SKIPPED, Duration.ofSeconds(options.secondsBetweenCheckpoints()), Long.MAX_VALUE));
    }

    /** The model that all others continue. */
    TrainJob seedModel() {
        TrainJob.Given given = options.given();
        Portion portion = Portion.of(0, split);
        return given == null ? TrainJob.seed(options.model(), portion) : TrainJob.seed(given, portion);
    }

    /** One expert a coarse cluster. */
    List<TrainJob> experts(Path seedModel, int n) {
        return shares(seedModel, n, ModelNames::expert, i -> new ExpertShare(i, options.outOfClusterRatio(), options.seed()));
    }

    /** What the experts are compared with: dense models, and with ablations experts of a random split. */
    List<TrainJob> baselines(Path seedModel, int n) {
        List<TrainJob> jobs = new ArrayList<>();
        jobs.add(TrainJob.continuing(seedModel, ModelNames.DENSE, new Everything(), Portion.of(split, end)));
        if (options.ablations()) {
            jobs.add(TrainJob.continuing(seedModel, ModelNames.DENSE_TOTAL, new Everything(), new Portion(split, end, n * (end - split))));
            jobs.addAll(
                    shares(seedModel, n, ModelNames::randomExpert, i -> new RandomShare(i, options.outOfClusterRatio(), options.seed())));
        }
        return jobs;
    }

    private List<TrainJob> shares(Path seedModel, int n, IntFunction<String> name, IntFunction<SampleChoice> samples) {
        List<TrainJob> jobs = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            jobs.add(TrainJob.continuing(seedModel, name.apply(i), samples.apply(i), Portion.of(split, end)));
        }
        return jobs;
    }
}
