package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.LinearClipEngine;
import io.mode4j.clip.NearCaptions;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.image.Augmentation;
import io.mode4j.progress.Progress;
import io.mode4j.ranks.Ranks;
import io.mode4j.ranks.ThreadRanks;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.train.FalseNegatives.Handling;
import io.mode4j.train.SampleChoice.Everything;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that is told which captions are near. */
class CaptionEmbeddingsTest {
    private static final FalseNegatives WEIGHED = new FalseNegatives(Handling.WEIGHT, 0.8);

    @TempDir
    private Path folder;

    /** Of the pair with a number: (3, 4 times its number), so that no two have the same direction. */
    private static Path embeddings(SampleIndex index, Path folder) throws IOException {
        FileLayer files = new FileLayer();
        StageFolder stage = StageFolder.of(files, folder, new Recipe("embed", 1, new TreeMap<>(), new TreeMap<>()));
        stage.begin();
        for (int shard = 0; shard < index.shards(); shard++) {
            int number = shard;
            Npy.writeMatrix(files, folder.resolve(index.name(shard) + ".npy"), Dtype.FLOAT16, index.rows(shard), 2, (row, into) -> {
                into[0] = 3;
                into[1] = 4 * index.rowNumbers(number)[(int) row];
            });
        }
        stage.finish(Map.of());
        return folder;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void everyPairOfABatchHasTheDirectionOfItsEmbedding(int window) throws IOException {
        SampleIndex index = SampleIndex.open(TrainFixture.index(folder.resolve("index"), Set.of(3, 17)));
        ShardPairs pairs = SelectedPairs.of(index, shard -> new int[index.rows(shard)], new Everything(), TrainFixture.FIRST,
                CaptionUse.CLUSTERED);
        try (ShardImages shards = new ShardImages(index);
                CaptionEmbeddings embeddings = CaptionEmbeddings.open(index, embeddings(index, folder.resolve("embeddings")), WEIGHED);
                ReadAhead ahead = new ReadAhead(shards, 2);
                SampleOrder order = SampleOrder.of(pairs, window, 3, ahead);
                BatchLoader loader = new BatchLoader(order,
                        new ExampleReader(shards, TrainFixture.IMAGES, TrainFixture.LETTERS, TrainFixture.SIZE,
                                TrainFixture.MODEL.text().contextLength(), Augmentation.none(), 3, null, embeddings),
                        new LoaderOptions(8, 3, 0.5), LoaderState.start(), Ranks.alone())) {
            for (int i = 0; i < 12; i++) {
                ClipBatch batch = loader.next();
                NearCaptions near = Objects.requireNonNull(batch.nearCaptions());
                assertThat(near.from()).isEqualTo(0.8);
                assertThat(near.masked()).isFalse();
                for (int pair = 0; pair < batch.size(); pair++) {
                    double second = 4.0 * TrainFixture.number(batch, pair);
                    assertThat((double) near.vectors()[2 * pair]).isCloseTo(3 / Math.hypot(3, second), Offset.offset(1e-3));
                    assertThat((double) near.vectors()[2 * pair + 1]).isCloseTo(second / Math.hypot(3, second), Offset.offset(1e-3));
                }
            }
        }
    }

    private static TrainSettings told(FalseNegatives told) {
        TrainSettings usual = TrainFixture.options(2);
        return new TrainSettings(usual.batchSize(), usual.optimizer(), usual.schedule(), usual.augmentation(), usual.captions(),
                usual.window(),
                told, usual.seed(), usual.loading());
    }

    private static TrainStage stage(TrainData data, FalseNegatives told, Ranks ranks) {
        return new TrainStage(new FileLayer(), Progress.silent(), new LinearClipEngine(), TrainFixture.LETTERS, TrainFixture.IMAGES, data,
                told(told), ranks);
    }

    private static TrainJob job() {
        return TrainJob.seed(TrainFixture.MODEL, Portion.of(0, 40));
    }

    @Test
    void theRecipeSaysSoAndNamesTheEmbeddings() throws IOException {
        Path index = TrainFixture.index(folder.resolve("index"), Set.of());
        TrainData data = TrainData.unclustered(index, TrainFixture.FIRST);
        Recipe kept = stage(data, FalseNegatives.KEPT, Ranks.alone()).recipe(job());
        TrainData more = data.withEmbeddings(embeddings(SampleIndex.open(index), folder.resolve("embeddings")));
        assertThat(stage(more, WEIGHED, Ranks.alone()).recipe(job()).differencesFrom(kept)).hasSize(2)
                .anyMatch(difference -> difference.contains("near captions") && difference.contains("weight from a cosine of 0.8 on"))
                .anyMatch(difference -> difference.contains("embeddings"));
    }

    @Test
    void dataWithoutEmbeddingsAreRefused() throws IOException {
        TrainData data = TrainData.unclustered(TrainFixture.index(folder.resolve("index"), Set.of()), TrainFixture.FIRST);
        assertThatThrownBy(() -> stage(data, WEIGHED, Ranks.alone()).run(job(), folder.resolve("seed")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("option false-negatives weight: these pairs have no embeddings");
        assertThat(folder.resolve("seed")).doesNotExist();
    }

    @Test
    void embeddingsOfAnotherNumberOfPairsAreRefused() throws IOException {
        SampleIndex index = SampleIndex.open(TrainFixture.index(folder.resolve("index"), Set.of()));
        Path embeddings = embeddings(index, folder.resolve("embeddings"));
        Npy.writeMatrix(new FileLayer(), embeddings.resolve(index.name(1) + ".npy"), Dtype.FLOAT16, 3, 2, (_, into) -> into[0] = 1);
        assertThatThrownBy(() -> CaptionEmbeddings.open(index, embeddings, WEIGHED)).isInstanceOf(BadInputException.class)
                .hasMessageContaining(index.name(1) + ".npy: expected rows of 14 pairs, found 3");
    }

    @Test
    void severalRanksAreRefused() throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), Set.of());
        TrainData data = TrainData.unclustered(index, TrainFixture.FIRST)
                .withEmbeddings(embeddings(SampleIndex.open(index), folder.resolve("embeddings")));
        List<Boolean> refused = ThreadRanks.run(2, ranks -> {
            assertThatThrownBy(() -> stage(data, WEIGHED, ranks).run(job(), folder.resolve("seed"))).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("one process tells near captions by itself; expected one, found 2");
            return true;
        });
        assertThat(refused).hasSize(2);
        assertThat(folder.resolve("seed")).doesNotExist();
    }
}
