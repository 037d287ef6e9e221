package io.mode4j.train;

import static io.mode4j.train.TrainFixture.MODEL;
import static io.mode4j.train.TrainFixture.stage;
import static io.mode4j.train.TrainedFolder.contents;
import static io.mode4j.train.TrainedFolder.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.FailingEngine;
import io.mode4j.clip.LinearClipEngine;
import io.mode4j.clip.NonFiniteLossException;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.train.TrainSettings.Loading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TrainingEventsTest {

    private static final TrainJob SEED = TrainJob.seed(MODEL, Portion.of(0, 30)); // 8 steps of 4, a checkpoint every 3
    private static final Reporting EVERY_STEP = new Reporting(1, Reporting.To.TENSORBOARD);

    @TempDir
    private Path temporary;
    private Path index = Path.of("");

    @BeforeEach
    void makeIndex() throws IOException {
        index = TrainFixture.indexOfDistinct(temporary.resolve("index"), IndexOptions.defaults().withHoldout(new Holdout(0.3, 1)));
    }

    private TrainStage stageOf(ClipEngine engine, Reporting reporting) {
        TrainSettings usual = TrainFixture.options(4, 2, Span.parse("5 steps"));
        Loading loading = usual.loading();
        return stage(new FileLayer(), engine, index,
                new TrainSettings(usual.batchSize(), usual.optimizer(), usual.schedule(), usual.augmentation(), usual.captions(),
                        usual.window(), usual.falseNegatives(), usual.seed(),
                        new Loading(loading.workers(), loading.maxSkippedShare(), loading.checkpointInterval(), loading.checkpointSteps(),
                                loading.validationInterval(), reporting)));
    }

    private Path trained(String name, TrainJob job, Reporting reporting) throws IOException {
        Path folder = temporary.resolve(name);
        stageOf(new LinearClipEngine(), reporting).run(job, folder);
        return folder;
    }

    /** Stopped in step 8; the last checkpoint is that of step 6. */
    private Path interrupted() {
        Path folder = temporary.resolve("interrupted");
        assertThatThrownBy(() -> stageOf(new FailingEngine(8), EVERY_STEP).run(SEED, folder)).isInstanceOf(NonFiniteLossException.class);
        return folder;
    }

    @Test
    void theyTellWhatTheLogTells() throws IOException {
        Path folder = trained("m", SEED, EVERY_STEP);
        Map<Long, Map<String, Float>> events = EventFiles.read(folder);
        assertThat(EventFiles.in(folder)).hasSize(1);
        assertThat(events.keySet()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        for (JsonNode line : log(folder)) {
            Map<String, Float> event = Objects.requireNonNull(events.get(line.get("step").longValue()));
            assertThat(event).contains(entry("train/loss", line.get("loss").floatValue()), entry("train/lr", line.get("lr").floatValue()),
                    entry("train/scale", line.get("logit_scale").floatValue()),
                    entry("train/gradient_norm", line.get("gradient_norm").floatValue()));
            assertThat(event.get("train/gradient_norm")).isPositive();
            assertThat(event.get("train/samples_per_second")).isPositive();
            assertThat(event.get("train/waiting_for_data")).isBetween(0f, 1f);
            assertThat(line.has("validation_loss")).isEqualTo(List.of(5, 8).contains(line.get("step").intValue()))
                    .isEqualTo(event.containsKey("val/clip_val_loss"));
            if (line.has("validation_loss")) {
                assertThat(event).contains(entry("val/clip_val_loss", line.get("validation_loss").floatValue()),
                        entry("val/image_to_text_R@1", line.get("validation_image_to_text_recall@1").floatValue()),
                        entry("val/text_to_image_R@1", line.get("validation_text_to_image_recall@1").floatValue()));
            }
            if (Files.exists(Path.of("/proc/self/status"))) {
                assertThat(event.get("train/memory_gib")).isBetween(0.01f, 1000f);
            }
        }
    }

    @Test
    void theFirstTheLastAndEveryNthStepAreToldOfAndThoseOfLooks() throws IOException {
        Path folder = trained("m", SEED, new Reporting(3, Reporting.To.TENSORBOARD));
        assertThat(EventFiles.read(folder).keySet()).containsExactly(1L, 3L, 5L, 6L, 8L);
        assertThat(log(folder).stream().filter(line -> line.has("gradient_norm")).map(line -> line.get("step").intValue()))
                .containsExactly(1, 3, 6, 8);
    }

    @Test
    void stepsThatAreTakenAgainAreThereOnce() throws IOException {
        Path folder = interrupted();
        assertThat(EventFiles.read(folder).keySet()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        stageOf(new LinearClipEngine(), EVERY_STEP).run(SEED, folder);
        assertThat(EventFiles.in(folder)).hasSize(2);
        assertThat(losses(folder)).isEqualTo(losses(trained("straight", SEED, EVERY_STEP)));
    }

    private static Map<Long, Float> losses(Path folder) throws IOException {
        Map<Long, Float> losses = new TreeMap<>();
        EventFiles.read(folder).forEach((step, values) -> losses.put(step, values.get("train/loss")));
        return losses;
    }

    @Test
    void aRecordThatAKillCutOffHidesNothingBehindIt() throws IOException {
        Path folder = interrupted();
        Path first = EventFiles.in(folder).getFirst();
        byte[] whole = Files.readAllBytes(first);
        Files.write(first, Arrays.copyOf(whole, whole.length - 5));
        assertThat(EventFiles.read(folder).keySet()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        stageOf(new LinearClipEngine(), EVERY_STEP).run(SEED, folder);
        assertThat(EventFiles.read(folder).keySet()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void aClockThatWasSetBackDoesNotChangeTheOrder() throws IOException {
        Path folder = interrupted();
        Files.move(EventFiles.in(folder).getFirst(), folder.resolve("events.out.tfevents.9000000000.mode4j"));
        stageOf(new LinearClipEngine(), EVERY_STEP).run(SEED, folder);
        assertThat(EventFiles.in(folder).getLast()).hasFileName("events.out.tfevents.9000000001.mode4j");
        assertThat(EventFiles.read(folder)).hasSize(8);
    }

    @Test
    void aTrainingThatBeginsAnewLeavesNoneOfTheFormer() throws IOException {
        Path folder = temporary.resolve("m");
        assertThatThrownBy(() -> stageOf(new FailingEngine(3), EVERY_STEP).run(SEED, folder)).isInstanceOf(NonFiniteLossException.class);
        stageOf(new LinearClipEngine(), EVERY_STEP).run(SEED, folder);
        assertThat(EventFiles.in(folder)).hasSize(1);
        assertThat(EventFiles.read(folder)).hasSize(8);
    }

    @Test
    void anExpertsCurvesGoOnWhereTheSeedsEnd() throws IOException {
        Path seed = trained("seed", SEED, EVERY_STEP);
        TrainJob job = TrainJob.continuing(seed, "dense", new SampleChoice.Everything(), Portion.of(32, 80));
        Path dense = trained("dense", job, EVERY_STEP);
        assertThat(EventFiles.read(dense).keySet()).containsExactlyElementsOf(LongStream.rangeClosed(9, 20).boxed().toList());
    }

    @Test
    void theyAreNoPartOfTheModel() throws IOException {
        Path with = trained("with", SEED, new Reporting(10, Reporting.To.TENSORBOARD));
        Path without = trained("without", SEED, Reporting.USUAL);
        assertThat(EventFiles.in(without)).isEmpty();
        assertThat(Manifest.read(with).fingerprint()).isEqualTo(Manifest.read(without).fingerprint());
        assertThat(Manifest.read(with).recipe()).isEqualTo(Manifest.read(without).recipe());
        Map<String, Object> more = contents(with);
        assertThat(more.keySet().removeIf(name -> name.contains("tfevents"))).isTrue();
        assertThat(more).isEqualTo(contents(without));
    }
}
