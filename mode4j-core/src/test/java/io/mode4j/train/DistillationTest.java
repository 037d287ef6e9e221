package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Recipe;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.LinearClipEngine;
import io.mode4j.clip.SoftTargets;
import io.mode4j.image.Augmentation;
import io.mode4j.progress.Progress;
import io.mode4j.ranks.Ranks;
import io.mode4j.ranks.ThreadRanks;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.train.SampleChoice.Everything;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training with teachers that say of every pair its number. */
class DistillationTest {
    @TempDir
    private Path folder;

    /** Of an image its pair's number, of a text the same, negative. */
    private record Numbering() implements Distillation, Distillation.Teachers {
        @Override
        public SortedMap<String, String> configuration() {
            return new TreeMap<>(Map.of("distillation weight", "0.3"));
        }

        @Override
        public SortedMap<String, String> inputs() {
            return new TreeMap<>(Map.of("teacher one", "its fingerprint"));
        }

        @Override
        public Teachers open(SampleIndex index) {
            return this;
        }

        @Override
        public int dim() {
            return 1;
        }

        @Override
        public double weight() {
            return 0.3;
        }

        @Override
        public float[] vectors(Pair pair) {
            return new float[]{pair.row(), -pair.row()};
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void everyPairOfABatchHasWhatItsTeachersSayOfIt(int window) throws IOException {
        SampleIndex index = SampleIndex.open(TrainFixture.index(folder.resolve("index"), Set.of(3, 17)));
        ShardPairs pairs = SelectedPairs.of(index, shard -> new int[index.rows(shard)], new Everything(), TrainFixture.FIRST,
                CaptionUse.CLUSTERED);
        try (ShardImages shards = new ShardImages(index);
                ReadAhead ahead = new ReadAhead(shards, 2);
                SampleOrder order = SampleOrder.of(pairs, window, 3, ahead);
                BatchLoader loader = new BatchLoader(order,
                        new ExampleReader(shards, TrainFixture.IMAGES, TrainFixture.LETTERS, TrainFixture.SIZE,
                                TrainFixture.MODEL.text().contextLength(), Augmentation.none(), 3, new Numbering(), null),
                        new LoaderOptions(8, 3, 0.5), LoaderState.start(), Ranks.alone())) {
            for (int i = 0; i < 12; i++) {
                ClipBatch batch = loader.next();
                SoftTargets targets = Objects.requireNonNull(batch.softTargets());
                assertThat(targets.weight()).isEqualTo(0.3);
                for (int pair = 0; pair < batch.size(); pair++) {
                    int number = TrainFixture.number(batch, pair);
                    assertThat(targets.vectors()[2 * pair]).isEqualTo(number);
                    assertThat(targets.vectors()[2 * pair + 1]).isEqualTo(-number);
                }
            }
        }
    }

    private static TrainJob job(Optional<Distillation> distillation) {
        return new TrainJob("student", new TrainJob.Fresh(TrainFixture.MODEL), new Everything(), Portion.of(0, 40), false, distillation);
    }

    @Test
    void theRecipeSaysSo() throws IOException {
        TrainStage stage = TrainFixture.stage(new FileLayer(), TrainFixture.index(folder.resolve("index"), Set.of()), 2);
        Recipe taught = stage.recipe(job(Optional.of(new Numbering())));
        assertThat(taught.differencesFrom(stage.recipe(job(Optional.empty())))).hasSize(2)
                .anyMatch(difference -> difference.contains("distillation weight"))
                .anyMatch(difference -> difference.contains("teacher one"));
    }

    @Test
    void severalRanksAreRefused() throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), Set.of());
        List<Boolean> refused = ThreadRanks.run(2, ranks -> {
            TrainStage stage = new TrainStage(new FileLayer(), Progress.silent(), new LinearClipEngine(), TrainFixture.LETTERS,
                    TrainFixture.IMAGES, TrainData.unclustered(index, TrainFixture.FIRST), TrainFixture.options(2), ranks);
            assertThatThrownBy(() -> stage.run(job(Optional.of(new Numbering())), folder.resolve("student")))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("student learns from teachers, which one process does by itself: expected one, found 2");
            return true;
        });
        assertThat(refused).hasSize(2);
        assertThat(folder.resolve("student")).doesNotExist();
    }
}
