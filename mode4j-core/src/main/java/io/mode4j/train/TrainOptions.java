package io.mode4j.train;

import io.mode4j.clip.Architectures;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.image.Augmentation;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What is asked of the training of the seed model, the experts and the baselines. What is empty follows the data. Immutable: every {@code with} gives another.
 */
public final class TrainOptions implements Cloneable {
    private ClipConfig model = Architectures.named(Architectures.DEFAULT);
    private Optional<TrainJob.Given> given = Optional.empty();
    private Optional<Span> seedSpan = Optional.empty();
    private Optional<Span> expertSpan = Optional.empty();
    private OptionalInt batchSize = OptionalInt.empty();
    private Optional<Span> warmup = Optional.empty();
    private double learningRate = 1e-3;
    private double weightDecay = 0.1;
    private Schedule.Decay decay = Schedule.Decay.COSINE;
    private double outOfClusterRatio = 0.02;
    private CaptionUse captions = CaptionUse.CLUSTERED;
    private FalseNegatives falseNegatives = FalseNegatives.KEPT;
    private Shuffle shuffle = Shuffle.AUTO;
    private int shuffleWindow = 16;
    private OptionalDouble cropArea = OptionalDouble.empty();
    private int maxShift;
    private double colorGain;
    private double maxUndecodableShare = 0.10;
    private int secondsBetweenCheckpoints = 60;
    private Optional<Span> validationInterval = Optional.empty();
    private Reporting reporting = Reporting.USUAL;
    private boolean ablations;
    private ExpertOrder order = ExpertOrder.NUMBER;
    private long seed;

    private TrainOptions() {}

    /** {@return training as {@code mode4j train} does it without options} */
    public static TrainOptions defaults() {
        return new TrainOptions();
    }

    /** {@return the architecture of all models} */
    public ClipConfig model() {
        return model;
    }

    /** {@return the same with another architecture, which begins with new weights} */
    public TrainOptions withModel(ClipConfig other) {
        return with(options -> {
            options.model = other;
            options.given = Optional.empty();
        });
    }

    /** {@return the model that the seed trains on from, in place of new weights} */
    public Optional<TrainJob.Given> given() {
        return given;
    }

    /** {@return the same, but the seed trains on from a model made elsewhere, of this architecture} */
    public TrainOptions withGiven(TrainJob.Given other, ClipConfig architecture) {
        return with(options -> {
            options.model = architecture;
            options.given = Optional.of(other);
        });
    }

    /** {@return how long the seed trains; epochs are of all pairs} */
    public Optional<Span> seedSpan() {
        return seedSpan;
    }

    /** {@return the same with another span of the seed} */
    public TrainOptions withSeedSpan(Span span) {
        requireLength(span);
        return with(options -> options.seedSpan = Optional.of(span));
    }

    /** {@return how long every expert goes on from there} */
    public Optional<Span> expertSpan() {
        return expertSpan;
    }

    /** {@return the same with another span of the experts} */
    public TrainOptions withExpertSpan(Span span) {
        requireLength(span);
        return with(options -> options.expertSpan = Optional.of(span));
    }

    /** {@return pairs a step; never more than a model has} */
    public OptionalInt batchSize() {
        return batchSize;
    }

    /** {@return the same with another batch size} */
    public TrainOptions withBatchSize(int pairs) {
        require(pairs >= 2, "a contrastive batch needs at least 2 pairs");
        return with(options -> options.batchSize = OptionalInt.of(pairs));
    }

    /** {@return the warm-up of the learning rate, at the seed's beginning} */
    public Optional<Span> warmup() {
        return warmup;
    }

    /** {@return the same with another warm-up} */
    public TrainOptions withWarmup(Span span) {
        return with(options -> options.warmup = Optional.of(span));
    }

    /** {@return the peak learning rate} */
    public double learningRate() {
        return learningRate;
    }

    /** {@return the same with another peak learning rate} */
    public TrainOptions withLearningRate(double rate) {
        require(rate > 0 && Double.isFinite(rate), "expected a rate above 0");
        return with(options -> options.learningRate = rate);
    }

    /** {@return AdamW's weight decay} */
    public double weightDecay() {
        return weightDecay;
    }

    /** {@return the same with another weight decay} */
    public TrainOptions withWeightDecay(double decay) {
        require(decay >= 0 && Double.isFinite(decay), "expected 0 or more");
        return with(options -> options.weightDecay = decay);
    }

    /** {@return the decay of the learning rate, ending with the experts} */
    public Schedule.Decay decay() {
        return decay;
    }

    /** {@return the same with another decay of the learning rate} */
    public TrainOptions withDecay(Schedule.Decay shape) {
        return with(options -> options.decay = shape);
    }

    /** {@return the share of the other clusters' pairs that an expert sees beside its own} */
    public double outOfClusterRatio() {
        return outOfClusterRatio;
    }

    /** {@return the same with another share of the other clusters' pairs} */
    public TrainOptions withOutOfClusterRatio(double share) {
        require(share >= 0 && share <= 1, "expected a share in [0, 1]");
        return with(options -> options.outOfClusterRatio = share);
    }

    /** {@return which of a pair's captions are trained on} */
    public CaptionUse captions() {
        return captions;
    }

    /** {@return the same with another use of captions} */
    public TrainOptions withCaptions(CaptionUse use) {
        return with(options -> options.captions = use);
    }

    /** {@return what becomes of pairs in a batch whose captions say nearly the same} */
    public FalseNegatives falseNegatives() {
        return falseNegatives;
    }

    /** {@return the same with another handling of such pairs} */
    public TrainOptions withFalseNegatives(FalseNegatives.Handling handling) {
        return with(options -> options.falseNegatives = new FalseNegatives(handling, falseNegatives.from()));
    }

    /** {@return the same with another cosine from which captions say nearly the same} */
    public TrainOptions withFalseNegativesFrom(double cosine) {
        return with(options -> options.falseNegatives = new FalseNegatives(falseNegatives.handling(), cosine));
    }

    /** {@return in which order experts are trained} */
    public ExpertOrder order() {
        return order;
    }

    /** {@return the same with experts in another order} */
    public TrainOptions withOrder(ExpertOrder other) {
        return with(options -> options.order = other);
    }

    /** {@return among which pairs a pair is shuffled} */
    public Shuffle shuffle() {
        return shuffle;
    }

    /** {@return the same with another shuffle} */
    public TrainOptions withShuffle(Shuffle other) {
        return with(options -> options.shuffle = other);
    }

    /** {@return how many shards are shuffled together where not all are} */
    public int shuffleWindow() {
        return shuffleWindow;
    }

    /** {@return the same with another window} */
    public TrainOptions withShuffleWindow(int shards) {
        require(shards >= 1, "expected at least 1 shard");
        return with(options -> options.shuffleWindow = shards);
    }

    /** {@return the least share of a picture's area that a crop has; 1 for no crop} */
    public OptionalDouble cropArea() {
        return cropArea;
    }

    /** {@return the same with other crops} */
    public TrainOptions withCropArea(double area) {
        require(area > 0 && area <= 1, "expected a share of the area in (0, 1]");
        return with(options -> options.cropArea = OptionalDouble.of(area));
    }

    /** {@return the most pixels that a picture is shifted} */
    public int maxShift() {
        return maxShift;
    }

    /** {@return the same with other shifts} */
    public TrainOptions withMaxShift(int pixels) {
        require(pixels >= 0, "expected 0 or more pixels");
        return with(options -> options.maxShift = pixels);
    }

    /** {@return the share by which a picture's channels are brightened or darkened at most} */
    public double colorGain() {
        return colorGain;
    }

    /** {@return the same with another gain of colours} */
    public TrainOptions withColorGain(double share) {
        require(share >= 0 && share < 1, "expected a share in [0, 1)");
        return with(options -> options.colorGain = share);
    }

    /** {@return the share of pictures that cannot be decoded above which training fails} */
    public double maxUndecodableShare() {
        return maxUndecodableShare;
    }

    /** {@return the same with another share of pictures that need not be decodable} */
    public TrainOptions withMaxUndecodableShare(double share) {
        require(share >= 0 && share <= 1, "expected a share in [0, 1]");
        return with(options -> options.maxUndecodableShare = share);
    }

    /** {@return the time between checkpoints} */
    public int secondsBetweenCheckpoints() {
        return secondsBetweenCheckpoints;
    }

    /** {@return the same with another time between checkpoints} */
    public TrainOptions withSecondsBetweenCheckpoints(int seconds) {
        require(seconds >= 1, "expected at least 1 second");
        return with(options -> options.secondsBetweenCheckpoints = seconds);
    }

    /** {@return between looks at held-out pairs; empty for at most ten in each model's training, 0 of any unit for never} */
    public Optional<Span> validationInterval() {
        return validationInterval;
    }

    /** {@return the same with other looks at held-out pairs} */
    public TrainOptions withValidationInterval(Span span) {
        return with(options -> options.validationInterval = Optional.of(span));
    }

    /** {@return what is seen of a training while it runs} */
    public Reporting reporting() {
        return reporting;
    }

    /** {@return the same with other figures while it runs} */
    public TrainOptions withReporting(Reporting other) {
        return with(options -> options.reporting = other);
    }

    /** {@return the same with another number of steps between looks at the gradients, of which event files and the progress tell} */
    public TrainOptions withStepsBetweenReports(int steps) {
        require(steps >= 1, "expected at least 1 step");
        return withReporting(new Reporting(steps, reporting.to()));
    }

    /** {@return the same with figures that go there, too} */
    public TrainOptions withReportTo(Reporting.To to) {
        return withReporting(new Reporting(reporting.everySteps(), to));
    }

    /** {@return whether the dense model of equal total compute and random-split experts are trained too} */
    public boolean ablations() {
        return ablations;
    }

    /** {@return the same with or without ablations} */
    public TrainOptions withAblations(boolean wanted) {
        return with(options -> options.ablations = wanted);
    }

    /** {@return the seed of every random choice} */
    public long seed() {
        return seed;
    }

    /** {@return the same with another seed} */
    public TrainOptions withSeed(long other) {
        return with(options -> options.seed = other);
    }

    /** {@return AdamW with the asked-for rate and decay} */
    public OptimizerConfig optimizer() {
        return OptimizerConfig.of(learningRate, weightDecay);
    }

    /** {@return the changes of training pictures} */
    public Augmentation augmentation() {
        return new Augmentation(cropArea.orElse(Augmentation.usualCropArea(model.vision().imageSize())), maxShift, colorGain);
    }

    /**
     * Checks what options say together, as far as that can be known without the data.
     *
     * @throws IllegalArgumentException if the warm-up is longer than the schedule whatever the data are
     */
    public void check() {
        if (seedSpan.isPresent() && expertSpan.isPresent() && warmup.isPresent()) {
            Span.Unit unit = warmup.get().unit();
            require(seedSpan.get().unit() != unit || expertSpan.get().unit() != unit
                    || warmup.get().amount() < seedSpan.get().amount() + expertSpan.get().amount(),
                    "option warmup %s: not shorter than the schedule, which is option seed-span %s and option expert-span %s; shorten it, or let it follow the data (auto)"
                            .formatted(warmup.get(), seedSpan.get(), expertSpan.get()));
        }
    }

    private static void requireLength(Span span) {
        require(span.amount() > 0, "nothing would be trained; lengthen it, or let it follow the data (auto)");
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException(complaint);
        }
    }

    private TrainOptions with(Consumer<TrainOptions> change) {
        try {
            TrainOptions copy = (TrainOptions) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
