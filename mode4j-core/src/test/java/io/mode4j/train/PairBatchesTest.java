package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.clip.ClipBatch;
import io.mode4j.image.Augmentation;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.train.SampleChoice.ExpertShare;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairBatchesTest {
    private static final TrainJob SEED = TrainJob.seed(TrainFixture.MODEL, Portion.of(0, 80));

    @TempDir
    private Path folder;

    private static TrainSettings settings(int window, int batchSize) {
        TrainSettings usual = TrainFixture.options(batchSize, 2, null);
        return new TrainSettings(batchSize, usual.optimizer(), usual.schedule(), usual.augmentation(), usual.captions(), window,
                usual.falseNegatives(), usual.seed(), usual.loading());
    }

    /** 42 pairs: an epoch is ten batches of 4, and two pairs are left out. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void batchesAreThoseThatTheSeedIsTrainedOn(int window) throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), Set.of());
        TrainData data = TrainData.unclustered(index, TrainFixture.FIRST);
        try (PairBatches batches = PairBatches.of(data, SEED, settings(window, 4));
                TrainBatches trained = TrainBatches.open(index, TrainFixture.LETTERS, TrainFixture.IMAGES, Augmentation.none(),
                        TrainFixture.SIZE, 16, window, 4, 2, TrainSettings.seed(5, SEED.name()))) {
            assertThat(batches.pairs()).isEqualTo(42);
            for (int b = 0; b < 23; b++) {
                List<Pair> batch = batches.next();
                assertThat(batch.stream().map(pair -> "cap" + pair.row())).containsExactlyElementsOf(
                        batch.stream().map(pair -> pair.captions().getFirst()).toList());
                assertThat(batch.stream().map(Pair::captions).map(List::getFirst)).containsExactlyElementsOf(captions(trained.next()));
            }
        }
    }

    private static List<String> captions(ClipBatch batch) {
        return IntStream.range(0, batch.size()).mapToObj(i -> {
            int[] tokens = Arrays.copyOfRange(batch.tokens(), i * batch.length() + 1, (i + 1) * batch.length());
            StringBuilder text = new StringBuilder();
            Arrays.stream(tokens).takeWhile(token -> token > 2).forEach(token -> text.append((char) token));
            return text.toString();
        }).toList();
    }

    @Test
    void anExpertsBatchesAreOfItsShare() throws Exception {
        TrainData data = TrainFixture.clustered(TrainFixture.index(folder.resolve("index"), Set.of()), folder);
        TrainJob expert = TrainJob.continuing(folder.resolve("seed"), "expert-1", new ExpertShare(1, 0, 5), Portion.of(80, 96));
        try (PairBatches batches = PairBatches.of(data, expert, settings(0, 1000))) {
            List<Pair> all = batches.next();
            assertThat(all).hasSize((int) batches.pairs()).doesNotHaveDuplicates();
            ClusterOfRows clusters = data.clusters(SampleIndex.open(data.index()), expert.samples());
            for (int shard = 0; shard < TrainFixture.SHARDS; shard++) {
                int number = shard;
                int[] of = clusters.of(shard);
                List<Long> rows = all.stream().filter(pair -> pair.shard() == number).map(Pair::row).sorted().toList();
                assertThat(rows).containsExactlyElementsOf(IntStream.range(0, of.length)
                        .filter(row -> of[row] == 1)
                        .mapToObj(row -> (long) number * TrainFixture.ROWS + row)
                        .toList());
            }
        }
    }

    @Test
    void aClusterThatNoPairBelongsToHasNoBatches() throws Exception {
        TrainData data = TrainFixture.clustered(TrainFixture.index(folder.resolve("index"), Set.of()), folder);
        TrainJob none = TrainJob.continuing(folder.resolve("seed"), "expert-2", new ExpertShare(2, 0, 5), Portion.of(80, 96));
        assertThatThrownBy(() -> PairBatches.of(data, none, settings(0, 4))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("no pair belongs to coarse cluster 2");
    }
}
