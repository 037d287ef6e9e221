package io.mode4j.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RandomStream;
import io.mode4j.clip.CaptionIds;
import io.mode4j.clip.ValidationMeasures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ClipEngine} keeps to. A subclass gives the engine; all arithmetic here is exact unless a test says otherwise. */
public abstract class ClipEngineContract {

    private static final int SIZE = 16;
    private static final int CONTEXT = 8;
    private static final int VOCABULARY = 64;
    private static final double RATE = 1e-3;
    /** The architecture of the contract's models. */
    protected static final ClipConfig CONFIG = ClipConfig.of(16, new ClipConfig.Vision(SIZE, 8, 32, 2, 16, 4),
            new ClipConfig.Text(CONTEXT, VOCABULARY, 32, 2, 2), false);
    private static final OptimizerConfig OPTIMIZER = OptimizerConfig.of(RATE, 0.1);

    private final FileLayer files = new FileLayer();

    @TempDir
    private Path folder;

    /** The engine under test. */
    protected abstract ClipEngine engine();

    /** A batch of random pictures and captions, the same for the same seed. */
    protected static ClipBatch batch(int size, long seed) {
        RandomGenerator random = RandomStream.of(seed, "contract");
        byte[] pixels = new byte[size * 3 * SIZE * SIZE];
        random.nextBytes(pixels);
        int length = 5;
        int[] tokens = new int[size * length];
        for (int i = 0; i < size; i++) {
            int[] text = text(random, 3 + i % 3);
            System.arraycopy(text, 0, tokens, i * length, text.length);
        }
        return new ClipBatch(size, pixels, tokens, length, IntStream.range(0, size).toArray());
    }

    /** Start token, random tokens, end token: the two highest ids, as in CLIP's vocabulary. */
    private static int[] text(RandomGenerator random, int length) {
        int[] text = new int[length];
        text[0] = VOCABULARY - 2;
        for (int i = 1; i < length - 1; i++) {
            text[i] = 1 + random.nextInt(VOCABULARY - 3);
        }
        text[length - 1] = VOCABULARY - 1;
        return text;
    }

    private void trained(Path to, int steps) throws IOException {
        try (ClipTrainer trainer = engine().create(CONFIG, OPTIMIZER, 7)) {
            for (int i = 0; i < steps; i++) {
                trainer.step(batch(6, i), RATE);
            }
            trainer.save(files, to, true);
        }
    }

    private static void assertSameFiles(Path a, Path b) throws IOException {
        for (String name : List.of("model.safetensors", "open_clip_config.json", "optimizer.safetensors")) {
            assertThat(Files.mismatch(a.resolve(name), b.resolve(name))).as(name).isEqualTo(-1);
        }
    }

    @Test
    void equalSeedsGiveEqualModelsAndOthersDoNot() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (ClipTrainer trainer = engine().create(CONFIG, OPTIMIZER, i / 2)) {
                assertThat(trainer.config()).isEqualTo(CONFIG);
                assertThat(trainer.steps()).isZero();
                trainer.save(files, folder.resolve("m" + i), true);
            }
        }
        assertSameFiles(folder.resolve("m0"), folder.resolve("m1"));
        assertThat(Files.mismatch(folder.resolve("m0/model.safetensors"), folder.resolve("m2/model.safetensors"))).isNotNegative();
    }

    @Test
    void savingWhatWasRestoredGivesTheSameBytes() throws Exception {
        trained(folder.resolve("a"), 3);
        try (ClipTrainer restored = engine().restore(folder.resolve("a"), OPTIMIZER)) {
            assertThat(restored.steps()).isEqualTo(3);
            assertThat(restored.config()).isEqualTo(CONFIG);
            restored.save(files, folder.resolve("b"), true);
        }
        assertSameFiles(folder.resolve("a"), folder.resolve("b"));
    }

    @Test
    void stepsAfterRestoreEqualStepsWithoutIt() throws Exception {
        trained(folder.resolve("straight"), 5);
        trained(folder.resolve("half"), 2);
        try (ClipTrainer restored = engine().restore(folder.resolve("half"), OPTIMIZER)) {
            for (int i = 2; i < 5; i++) {
                restored.step(batch(6, i), RATE);
            }
            assertThat(restored.steps()).isEqualTo(5);
            restored.save(files, folder.resolve("resumed"), true);
        }
        assertSameFiles(folder.resolve("straight"), folder.resolve("resumed"));
    }

    @Test
    void trainingOnOneBatchLowersItsLoss() throws Exception {
        try (ClipTrainer trainer = engine().create(CONFIG, OPTIMIZER, 1)) {
            ClipBatch batch = batch(6, 0);
            double first = trainer.step(batch, RATE).loss();
            StepResult last = new StepResult(first, 1);
            for (int i = 0; i < 60; i++) {
                last = trainer.step(batch, RATE);
            }
            assertThat(last.loss()).isLessThan(first - 0.1);
            assertThat(last.logitScale()).isBetween(1.0, OPTIMIZER.maxLogitScale());
        }
    }

    @Test
    void theLogitScaleStaysUnderItsLimit() throws Exception {
        OptimizerConfig tight = new OptimizerConfig(RATE, 0.9, 0.98, 1e-6, 0, 14.3);
        try (ClipTrainer trainer = engine().create(CONFIG, tight, 1)) {
            for (int i = 0; i < 40; i++) {
                assertThat(trainer.step(batch(4, 0), 1e-2).logitScale()).isLessThanOrEqualTo(14.3 * (1 + 1e-6));
            }
        }
    }

    @Test
    void equalCaptionsAreNotNegativesOfEachOther() throws Exception {
        ClipBatch distinct = batch(4, 0);
        int[] tokens = distinct.tokens().clone();
        System.arraycopy(tokens, 0, tokens, distinct.length(), distinct.length());
        ClipBatch masked = new ClipBatch(4, distinct.pixels(), tokens, distinct.length(), new int[]{0, 0, 1, 2});
        ClipBatch unmasked = new ClipBatch(4, distinct.pixels(), tokens, distinct.length(), new int[]{0, 1, 2, 3});
        try (ClipTrainer a = engine().create(CONFIG, OPTIMIZER, 1); ClipTrainer b = engine().create(CONFIG, OPTIMIZER, 1)) {
            assertThat(a.step(masked, RATE).loss()).isLessThan(b.step(unmasked, RATE).loss());
        }
    }

    @Test
    void paddingToALongerBatchChangesNothingButRounding() throws Exception {
        ClipBatch batch = batch(4, 0);
        int longer = batch.length() + 2;
        int[] padded = new int[batch.size() * longer];
        for (int i = 0; i < batch.size(); i++) {
            System.arraycopy(batch.tokens(), i * batch.length(), padded, i * longer, batch.length());
        }
        ClipBatch wide = new ClipBatch(4, batch.pixels(), padded, longer, batch.captionIds());
        try (ClipTrainer a = engine().create(CONFIG, OPTIMIZER, 1); ClipTrainer b = engine().create(CONFIG, OPTIMIZER, 1)) {
            assertThat(a.step(batch, RATE).loss()).isCloseTo(b.step(wide, RATE).loss(), Offset.offset(2e-2));
        }
    }

    @Test
    void featuresAreNormalisedRepeatableAndIndependentOfTheOthersInTheCall() throws Exception {
        trained(folder.resolve("m"), 2);
        ClipBatch batch = batch(3, 9);
        RandomGenerator random = RandomStream.of(1, "texts");
        List<int[]> texts = List.of(text(random, 3), text(random, CONTEXT), text(random, 5));
        try (ClipModel model = engine().load(folder.resolve("m")); ClipModel again = engine().load(folder.resolve("m"))) {
            float[][] images = model.imageFeatures(batch.pixels(), 3);
            float[][] captions = model.textFeatures(texts);
            assertThat(model.config()).isEqualTo(CONFIG);
            assertThat(images.length).isEqualTo(3);
            assertThat(captions.length).isEqualTo(3);
            for (float[][] features : List.of(images, captions)) {
                for (float[] row : features) {
                    assertThat(row).hasSize(CONFIG.embedDim());
                    double norm = 0;
                    for (float x : row) {
                        norm += x * x;
                    }
                    assertThat(norm).isCloseTo(1, Offset.offset(1e-3));
                }
            }
            assertThat(again.imageFeatures(batch.pixels(), 3)).isDeepEqualTo(images);
            assertThat(again.textFeatures(texts)).isDeepEqualTo(captions);
            assertClose(model.textFeatures(texts.subList(1, 2))[0], captions[1]);
            byte[] second = Arrays.copyOfRange(batch.pixels(), batch.pixels().length / 3, 2 * batch.pixels().length / 3);
            assertClose(model.imageFeatures(second, 1)[0], images[1]);
            assertThat(model.logitScale()).isEqualTo(again.logitScale()).isBetween(1.0, OPTIMIZER.maxLogitScale());
        }
    }

    @Test
    void aTrainersFeaturesAreThoseOfTheModelItSaves() throws Exception {
        ClipBatch batch = batch(3, 9);
        List<int[]> texts = texts(batch);
        try (ClipTrainer trainer = engine().create(CONFIG, OPTIMIZER, 7)) {
            for (int step = 0; step < 3; step++) {
                trainer.step(batch(6, step), 1e-2);
                trainer.save(files, folder.resolve("m" + step), false);
                try (ClipModel model = engine().load(folder.resolve("m" + step))) {
                    for (int i = 0; i < 3; i++) {
                        assertClose(trainer.imageFeatures(batch.pixels(), 3)[i], model.imageFeatures(batch.pixels(), 3)[i]);
                        assertClose(trainer.textFeatures(texts)[i], model.textFeatures(texts)[i]);
                    }
                    assertThat(trainer.logitScale()).isEqualTo(model.logitScale());
                    assertThat(trainer.logitBias()).isZero();
                    assertThat(model.logitBias()).isZero();
                }
            }
        }
    }

    @Test
    void askingATrainerChangesNothing() throws Exception {
        trained(folder.resolve("unasked"), 4);
        try (ClipTrainer trainer = engine().create(CONFIG, OPTIMIZER, 7)) {
            for (int i = 0; i < 4; i++) {
                lossOfFeatures(trainer, batch(5, 100 + i));
                trainer.step(batch(6, i), RATE);
            }
            lossOfFeatures(trainer, batch(5, 200));
            trainer.save(files, folder.resolve("asked"), true);
        }
        assertSameFiles(folder.resolve("unasked"), folder.resolve("asked"));
    }

    @Test
    void theLossOfFeaturesIsTheLossOfAStep() throws Exception {
        requireSameLoss(CONFIG);
    }

    /** Compares the loss that is computed from a trainer's features with that of its step. */
    protected void requireSameLoss(ClipConfig config) throws IOException {
        ClipBatch some = batch(6, 3);
        System.arraycopy(some.tokens(), 0, some.tokens(), some.length(), some.length());
        ClipBatch batch = new ClipBatch(6, some.pixels(), some.tokens(), some.length(), CaptionIds.of(texts(some)));
        try (ClipTrainer trainer = engine().create(config, OPTIMIZER, 7)) {
            for (int i = 0; i < 3; i++) {
                double before = lossOfFeatures(trainer, batch);
                assertThat(trainer.step(batch, 1e-2).loss()).isCloseTo(before, Offset.offset(2e-2));
            }
        }
    }

    private static double lossOfFeatures(ClipTrainer trainer, ClipBatch batch) {
        ValidationMeasures measures = new ValidationMeasures(trainer.imageFeatures(batch.pixels(), batch.size()),
                trainer.textFeatures(texts(batch)), batch.captionIds());
        return trainer.config().initLogitBias() == null ? measures.contrastiveLoss(batch.size(), trainer.logitScale())
                : measures.sigmoidLoss(batch.size(), trainer.logitScale(), trainer.logitBias());
    }

    /** A batch's captions without their padding. */
    private static List<int[]> texts(ClipBatch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(i -> IntStream.range(i * batch.length(), (i + 1) * batch.length()).map(at -> batch.tokens()[at]))
                .map(text -> text.filter(token -> token != 0).toArray())
                .toList();
    }

    private static void assertClose(float[] found, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], Offset.offset(2e-2f));
        }
    }

    @Test
    void wrongShapesAreErrorsThatLeaveTheModelAlone() throws Exception {
        ClipBatch good = batch(2, 0);
        ClipBatch small = new ClipBatch(2, new byte[2 * 3 * 8 * 8], good.tokens(), good.length(), good.captionIds());
        ClipBatch longTexts = new ClipBatch(2, good.pixels(), new int[2 * (CONTEXT + 1)], CONTEXT + 1, good.captionIds());
        int[] beyond = good.tokens().clone();
        beyond[1] = VOCABULARY;
        ClipBatch foreign = new ClipBatch(2, good.pixels(), beyond, good.length(), good.captionIds());
        try (ClipTrainer trainer = engine().create(CONFIG, OPTIMIZER, 3)) {
            trainer.save(files, folder.resolve("before"), true);
            for (ClipBatch bad : List.of(small, longTexts, foreign)) {
                assertThatIllegalArgumentException().isThrownBy(() -> trainer.step(bad, RATE));
            }
            trainer.save(files, folder.resolve("after"), true);
        }
        assertSameFiles(folder.resolve("before"), folder.resolve("after"));
        try (ClipModel model = engine().load(folder.resolve("after"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> model.imageFeatures(new byte[100], 1));
            assertThatIllegalArgumentException().isThrownBy(() -> model.textFeatures(List.of(new int[0])));
            assertThatIllegalArgumentException().isThrownBy(() -> model.textFeatures(List.of(new int[CONTEXT + 1])));
            assertThatIllegalArgumentException().isThrownBy(() -> model.textFeatures(List.of(new int[]{0, VOCABULARY, 1})));
        }
    }

    @Test
    void aDivergedStepNamesItself() throws Exception {
        try (ClipTrainer trainer = engine().create(CONFIG, OPTIMIZER, 3)) {
            trainer.step(batch(4, 0), RATE);
            assertThatThrownBy(() -> {
                trainer.step(batch(4, 1), Double.NaN);
                trainer.step(batch(4, 2), RATE);
            }).isInstanceOf(NonFiniteLossException.class).hasMessageMatching("(?s).*step [23]:.*");
        }
    }

    @Test
    void whatIsClosedCannotBeUsed() throws Exception {
        trained(folder.resolve("m"), 1);
        ClipTrainer trainer = engine().restore(folder.resolve("m"), OPTIMIZER);
        trainer.close();
        trainer.close();
        assertThatThrownBy(() -> trainer.step(batch(2, 0), RATE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> trainer.save(files, folder.resolve("x"), true)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> trainer.imageFeatures(batch(1, 0).pixels(), 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> trainer.textFeatures(List.of(new int[]{62, 63}))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(trainer::logitScale).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(trainer::logitBias).isInstanceOf(IllegalStateException.class);
        ClipModel model = engine().load(folder.resolve("m"));
        model.close();
        model.close();
        assertThatThrownBy(() -> model.imageFeatures(batch(1, 0).pixels(), 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> model.textFeatures(List.of(new int[]{62, 63}))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(model::logitScale).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void missingAndDamagedFilesAreNamed() throws Exception {
        Path whole = folder.resolve("m");
        trained(whole, 1);
        assertThatThrownBy(() -> engine().load(folder.resolve("absent"))).isInstanceOf(IOException.class)
                .hasMessageContaining("absent");
        Files.write(whole.resolve("optimizer.safetensors"), new byte[]{1, 2, 3});
        assertThatThrownBy(() -> engine().restore(whole, OPTIMIZER)).isInstanceOf(IOException.class)
                .hasMessageContaining("optimizer.safetensors");
        byte[] model = Files.readAllBytes(whole.resolve("model.safetensors"));
        Files.write(whole.resolve("model.safetensors"), Arrays.copyOf(model, model.length / 2));
        assertThatThrownBy(() -> engine().load(whole)).isInstanceOf(IOException.class).hasMessageContaining("model.safetensors");
    }

    @Test
    void aModelSavedForInferenceHasNoOptimiser() throws Exception {
        try (ClipTrainer trainer = engine().create(CONFIG, OPTIMIZER, 3)) {
            trainer.save(files, folder.resolve("m"), false);
        }
        assertThat(folder.resolve("m/optimizer.safetensors")).doesNotExist();
        assertThat(ClipConfig.read(folder.resolve("m/open_clip_config.json"))).isEqualTo(CONFIG);
        assertThatThrownBy(() -> engine().restore(folder.resolve("m"), OPTIMIZER)).isInstanceOf(IOException.class)
                .hasMessageContaining("optimizer.safetensors");
    }
}
