package io.mode4j.train;

import static io.mode4j.train.TrainFixture.MODEL;
import static io.mode4j.train.TrainFixture.stage;
import static io.mode4j.train.TrainedFolder.contents;
import static io.mode4j.train.TrainedFolder.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FailingFileLayer;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.FailingEngine;
import io.mode4j.clip.LinearClipEngine;
import io.mode4j.clip.NonFiniteLossException;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ValidationTest {

    private static final TrainJob SEED = TrainJob.seed(MODEL, Portion.of(0, 80)); // 20 steps of 4
    private static final Span NEVER = Span.parse("0 steps");

    @TempDir
    private Path temporary;
    private Path index = Path.of("");

    @BeforeEach
    void holdOut() throws IOException {
        index = TrainFixture.indexOfDistinct(temporary.resolve("index"), IndexOptions.defaults().withHoldout(new Holdout(0.3, 1)));
    }

    private TrainStage stageThatLooks(@Nullable Span interval) {
        return stage(new FileLayer(), new LinearClipEngine(), index, TrainFixture.options(4, 2, interval));
    }

    private Path trained(String name, @Nullable Span interval) throws IOException {
        Path folder = temporary.resolve(name);
        stageThatLooks(interval).run(SEED, folder);
        return folder;
    }

    private List<Integer> looks(Path folder) throws IOException {
        return log(folder).stream().filter(line -> line.has("validation_loss")).map(line -> line.get("step").intValue()).toList();
    }

    @Test
    void heldOutPairsAreLookedAtTenTimesOrAsOftenAsAskedForAndAtTheEnd() throws Exception {
        Path longer = temporary.resolve("longer");
        stageThatLooks(null).run(TrainJob.seed(MODEL, Portion.of(0, 4000)), longer);
        assertThat(looks(longer)).containsExactly(100, 200, 300, 400, 500, 600, 700, 800, 900, 1000);
        assertThat(looks(trained("auto", null))).as("more than one pair for 20 trained on, but at the end").containsExactly(20);
        assertThat(looks(trained("samples", Span.parse("28 samples")))).containsExactly(7, 14, 20);
        assertThat(looks(trained("steps", Span.parse("30 steps")))).containsExactly(20);
        assertThat(looks(trained("never", NEVER))).isEmpty();
    }

    @Test
    void theLastLookSeesTheFinishedModel() throws Exception {
        Path folder = trained("m", null);
        SampleIndex samples = SampleIndex.open(index);
        assertThat(samples.heldOutRows()).isBetween(8, 16);
        try (ShardImages shards = new ShardImages(samples); ClipModel model = new LinearClipEngine().load(folder)) {
            List<Validation.Pair> pairs = samples.heldOut()
                    .stream()
                    .map(pair -> new Validation.Pair(pair.sample().captions().getFirst(),
                            () -> shards.read(pair.shard(), pair.sample().imageOffset(), pair.sample().imageLength())))
                    .toList();
            ValidationResult expected = new Validation(pairs, TrainFixture.IMAGES, TrainFixture.LETTERS).of(model, 4);
            JsonNode last = log(folder).getLast();
            assertThat(last.get("validation_pairs").intValue()).isEqualTo(expected.pairs()).isEqualTo(samples.heldOutRows());
            assertThat(last.get("validation_loss").doubleValue()).isEqualTo(expected.loss()).isBetween(0.1, 10.0);
            assertThat(last.get("validation_image_to_text_recall@1").doubleValue()).isEqualTo(expected.imageToTextRecall());
            assertThat(last.get("validation_text_to_image_recall@1").doubleValue()).isEqualTo(expected.textToImageRecall());
        }
    }

    @Test
    void lookingChangesNeitherTheModelNorItsRecipe() throws Exception {
        Map<String, Object> unseen = withoutLog(trained("unseen", NEVER));
        Path seen = trained("seen", Span.parse("1 steps"));
        assertThat(withoutLog(seen)).isEqualTo(unseen);
        Manifest done = Manifest.read(seen);
        assertThat(stageThatLooks(NEVER).recipe(SEED)).isEqualTo(done.recipe());
        assertThat(stage(new FailingFileLayer(1), new LinearClipEngine(), index, TrainFixture.options(4, 2, NEVER)).run(SEED, seen))
                .isEqualTo(done);
    }

    @Test
    void lookingChangesNothingForATrainingThatIsInterrupted() throws Exception {
        Path resumed = temporary.resolve("resumed");
        TrainStage failing = stage(new FileLayer(), new FailingEngine(11), index, TrainFixture.options(4, 2, Span.parse("3 steps")));
        assertThatThrownBy(() -> failing.run(SEED, resumed)).isInstanceOf(NonFiniteLossException.class);
        stageThatLooks(Span.parse("3 steps")).run(SEED, resumed);
        assertThat(contents(resumed)).isEqualTo(contents(trained("straight", Span.parse("3 steps"))));
        assertThat(withoutLog(resumed)).isEqualTo(withoutLog(trained("unseen", NEVER)));
        assertThat(looks(resumed)).containsExactly(3, 6, 9, 12, 15, 18, 20);
    }

    private static Map<String, Object> withoutLog(Path folder) throws IOException {
        Map<String, Object> contents = contents(folder);
        contents.remove("log.jsonl");
        return contents;
    }

    @Test
    void anIndexThatHoldsNothingOutIsNotLookedAt() throws Exception {
        index = TrainFixture.index(temporary.resolve("whole"), Set.of());
        assertThat(looks(trained("m", null))).isEmpty();
    }

    @Test
    void picturesThatCannotBeDecodedAreLeftOut() throws Exception {
        try (ClipTrainer trainer = new LinearClipEngine().create(MODEL, OptimizerConfig.of(1e-2, 0.1), 1)) {
            Validation.Picture broken = () -> new byte[]{1, 2, 3};
            Validation.Picture whole = () -> TrainFixture.picture(1);
            List<Validation.Pair> pairs = List.of(new Validation.Pair("one", broken), new Validation.Pair("two", whole),
                    new Validation.Pair("three", broken));
            assertThat(new Validation(pairs, TrainFixture.IMAGES, TrainFixture.LETTERS).of(trainer, 4))
                    .isEqualTo(new ValidationResult(1, 0, 1, 1));
            Validation none = new Validation(List.of(pairs.getFirst(), pairs.getLast()), TrainFixture.IMAGES, TrainFixture.LETTERS);
            assertThat(none.of(trainer, 4).pairs()).isZero();
        }
    }

    @Test
    void aPictureThatIsGoneEndsTheTraining() throws Exception {
        Validation.Picture gone = () -> {
            throw new IOException("shard 7 is gone");
        };
        try (ClipTrainer trainer = new LinearClipEngine().create(MODEL, OptimizerConfig.of(1e-2, 0.1), 1)) {
            List<Validation.Pair> pairs = List.of(new Validation.Pair("one", gone), new Validation.Pair("two", gone));
            assertThatThrownBy(() -> new Validation(pairs, TrainFixture.IMAGES, TrainFixture.LETTERS).of(trainer, 4))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("shard 7 is gone");
        }
    }
}
