package io.mode4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.Architectures;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.image.Augmentation;
import io.mode4j.jobs.Job;
import io.mode4j.jobs.RunJobs;
import io.mode4j.train.CaptionUse;
import io.mode4j.train.Portion;
import io.mode4j.train.Schedule;
import io.mode4j.train.Shuffle;
import io.mode4j.train.Span;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import io.mode4j.train.TrainSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingPlanTest {

    private static final TrainOptions AUTO = TrainOptions.defaults().withAblations(true);

    private static TrainOptions spans(String seed, String expert, int batchSize) {
        return AUTO.withSeedSpan(Span.parse(seed)).withExpertSpan(Span.parse(expert)).withBatchSize(batchSize);
    }

    private static TrainOptions spans(String seed, String expert, int batchSize, String warmup) {
        return spans(seed, expert, batchSize).withWarmup(Span.parse(warmup));
    }

    @Test
    void whatIsGivenIsTaken() throws Exception {
        TrainingPlan plan = TrainingPlan.of(spans("27 epochs", "5 epochs", 256, "200 steps"), 10_000);
        assertThat(plan.batchSize()).isEqualTo(256);
        assertThat(plan.split()).isEqualTo(270_000);
        assertThat(plan.end()).isEqualTo(320_000);
        TrainSettings training = plan.settings(3);
        assertThat(training.schedule()).isEqualTo(new Schedule(Schedule.Decay.COSINE, 51_200, 320_000));
        assertThat(training.loading().validationInterval()).isNull();
        assertThat(plan.seedModel().portion()).isEqualTo(Portion.of(0, 270_000));
        List<TrainJob> baselines = plan.baselines(Path.of("seed"), 4);
        assertThat(baselines).hasSize(6);
        assertThat(baselines.get(1).portion()).isEqualTo(new Portion(270_000, 320_000, 200_000));
    }

    @Test
    void manyPairsAreShuffledInWindowsUnlessTheOptionSaysOtherwise() throws Exception {
        assertThat(window(AUTO, 4_000_000)).isZero();
        assertThat(window(AUTO, 4_000_001)).isEqualTo(16);
        assertThat(window(AUTO.withShuffleWindow(5), 4_000_001)).isEqualTo(5);
        assertThat(window(AUTO.withShuffleWindow(5), 1000)).isZero();
        assertThat(window(AUTO.withShuffle(Shuffle.GLOBAL), 4_000_001)).isZero();
        assertThat(window(AUTO.withShuffle(Shuffle.WINDOW), 1000)).isEqualTo(16);
        assertThatThrownBy(() -> AUTO.withShuffleWindow(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 shard");
    }

    @Test
    void whatNeedsATableOfAllPairsIsRefusedWhereThereCanBeNone() throws Exception {
        long pairs = 3_000_000_000L;
        TrainOptions windows = TrainOptions.defaults();
        assertThat(window(windows, pairs)).isEqualTo(16);
        assertThatThrownBy(() -> window(windows.withShuffle(Shuffle.GLOBAL), pairs)).isInstanceOf(UnsuitedOptionException.class)
                .hasMessageContaining("option shuffle global")
                .hasMessageContaining("3000000000 pairs")
                .hasMessageContaining("option shuffle window");
        assertThatThrownBy(() -> window(windows.withAblations(true), pairs)).isInstanceOf(UnsuitedOptionException.class)
                .hasMessageContaining("option ablations");
    }

    private static int window(TrainOptions options, long pairs) throws Exception {
        return TrainingPlan.of(options, pairs).settings(1).window();
    }

    @Test
    void noBatchIsLargerThanTheData() throws Exception {
        TrainingPlan plan = TrainingPlan.of(spans("10 steps", "5 steps", 256, "2 steps"), 100);
        assertThat(plan.batchSize()).isEqualTo(100);
        assertThat(plan.split()).isEqualTo(1000);
        assertThat(plan.warmup()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 18, 20, 57, 100, 585, 1000, 7615, 8118, 34_057, 1_000_000, 400_000_000})
    void whatFollowsTheDataAlwaysWorks(long pairs) throws Exception {
        TrainingPlan plan = TrainingPlan.of(AUTO, pairs);
        assertThat((long) plan.batchSize()).isBetween(2L, Math.min(pairs, 256));
        assertThat(plan.warmup()).isLessThanOrEqualTo(plan.end() / 10).isLessThanOrEqualTo(200L * plan.batchSize());
        assertThat(plan.split()).isBetween(1L, plan.end() - 1);
        assertThat(plan.settings(1).schedule().total()).isEqualTo(plan.end());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2|16", "20|16", "511|16", "512|32", "585|32", "3500|128", "4095|128", "4096|256", "1000000|256"})
    void anEpochHasAtLeastSixteenBatchesWhereThatLeavesSixteenPairsToEach(long pairs, int batchSize) {
        assertThat(new TrainingDefaults(pairs).batchSize()).isEqualTo(batchSize);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "20|360|67", "585|10530|1950", "7615|137070|25383", "10800|194400|36000", "12000|240000|44444", "16200|437400|81000",
        "34057|919539|170285",
        "1000000|27000000|5000000"})
    void fewPairsAreNotSeenAsOftenAsMany(long pairs, long seed, long expert) {
        assertThat(new TrainingDefaults(pairs).seedSamples()).isEqualTo(seed);
        assertThat(new TrainingDefaults(pairs).expertSamples()).isEqualTo(expert);
    }

    @Test
    void theWarmupOfLongTrainingsIs200Steps() throws Exception {
        assertThat(TrainingPlan.of(spans("27 epochs", "5 epochs", 256), 16_000).warmup()).isEqualTo(51_200);
        assertThat(TrainingPlan.of(spans("27 epochs", "5 epochs", 256), 585).warmup()).isEqualTo(1_872);
    }

    @Test
    void looksAtHeldOutPairsAreCountedInEpochsOfAllPairs() throws Exception {
        TrainingPlan plan = TrainingPlan.of(AUTO.withValidationInterval(Span.parse("2 epochs")), 600);
        assertThat(plan.settings(1).loading().validationInterval()).isEqualTo(Span.parse("1200 samples"));
    }

    @Test
    void tooFewPairsForAnOptionAreRefusedByItsName() {
        assertThatThrownBy(() -> TrainingPlan.of(spans("27 epochs", "5 epochs", 256, "200 steps"), 585))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("option warmup 200 steps: these are 51200 samples, and the whole schedule of 585 pairs has 18720")
                .hasMessageContaining("let it follow the data (auto)");
        assertThatThrownBy(() -> TrainingPlan.of(AUTO.withSeedSpan(Span.parse("0.001 epochs")), 20)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("option seed-span 0.001 epochs");
        assertThatThrownBy(() -> TrainingPlan.of(AUTO.withExpertSpan(Span.parse("0.001 epochs")), 20)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("option expert-span 0.001 epochs");
        assertThatThrownBy(() -> TrainingPlan.of(AUTO, 1)).isInstanceOf(BadInputException.class).hasMessageContaining("at least 2 pairs");
    }

    @Test
    void whatCannotWorkWithAnyDataIsRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> spans("100 samples", "20 samples", 32, "120 samples").check())
                .withMessageContaining("option warmup 120 samples")
                .withMessageContaining("option seed-span 100 samples");
        assertThatIllegalArgumentException().isThrownBy(() -> spans("1 epochs", "0.5 epochs", 32, "2 epochs").check())
                .withMessageContaining("option warmup");
        assertThatIllegalArgumentException().isThrownBy(() -> AUTO.withSeedSpan(Span.parse("0 steps")))
                .withMessageContaining("nothing would be trained");
        assertThatIllegalArgumentException().isThrownBy(() -> AUTO.withExpertSpan(Span.parse("0 steps")))
                .withMessageContaining("nothing would be trained");
        assertThatIllegalArgumentException().isThrownBy(() -> AUTO.withBatchSize(1)).withMessageContaining("at least 2 pairs");
    }

    @Test
    void withoutOptionsTrainingIsAsItAlwaysWas() throws Exception {
        TrainSettings settings = TrainingPlan.of(TrainOptions.defaults(), 10_000).settings(3);
        assertThat(settings.optimizer()).isEqualTo(OptimizerConfig.of(1e-3, 0.1));
        assertThat(settings.augmentation()).isEqualTo(Augmentation.none());
        assertThat(settings.captions()).isEqualTo(CaptionUse.CLUSTERED);
        assertThat(settings.loading().maxSkippedShare()).isEqualTo(0.1);
        assertThat(TrainingPlan.of(TrainOptions.defaults().withMaxUndecodableShare(0.5), 10_000).settings(3).loading().maxSkippedShare())
                .isEqualTo(0.5);
        TrainOptions given = TrainOptions.defaults()
                .withGiven(new TrainJob.Given(Path.of("given"), "fingerprint"),
                        Architectures.of("ViT-B-32"));
        assertThat(given.augmentation()).isEqualTo(new Augmentation(0.9, 0, 0));
        assertThat(TrainingPlan.of(given, 100).seedModel().start()).isEqualTo(new TrainJob.Given(Path.of("given"), "fingerprint"));
        assertThat(given.withModel(Architectures.of("compact-64")).given()).isEmpty();
    }

    @Test
    void kindsOfBatchesAreThoseOfSeedExpertsAndOneOfARandomSplit() throws Exception {
        TrainingPlan plan = TrainingPlan.of(TrainOptions.defaults(), 10_000);
        assertThat(plan.kindsOfBatches(Path.of("seed"), 3)).extracting(TrainJob::name)
                .containsExactly("seed", "expert-0", "expert-1", "expert-2", "random-0");
        List<TrainJob> trained = TrainingPlan.of(AUTO, 10_000).baselines(Path.of("seed"), 3);
        assertThat(trained).contains(plan.kindsOfBatches(Path.of("seed"), 3).getLast());
        assertThat(TrainingPlan.of(TrainOptions.defaults(), 3_000_000_000L).kindsOfBatches(Path.of("seed"), 2)).extracting(TrainJob::name)
                .as("so many pairs cannot be dealt")
                .containsExactly("seed", "expert-0", "expert-1");
    }

    @Test
    void jobsAreCalledAsTheModels() throws Exception {
        TrainingPlan plan = TrainingPlan.of(AUTO, 10_000);
        Stream<TrainJob> models = Stream.of(List.of(plan.seedModel()), plan.experts(Path.of("seed"), 3), plan.baselines(Path.of("seed"), 3))
                .flatMap(List::stream);
        assertThat(models).extracting(TrainJob::name)
                .containsExactlyElementsOf(new RunJobs(new RunDirectory(Path.of("run"))).models(3, true).stream().map(Job::name).toList());
    }
}
