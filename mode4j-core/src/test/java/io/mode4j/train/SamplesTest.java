package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.train.SampleChoice.Everything;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.SampleChoice.RandomShare;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {

    private static final int ROWS = TrainFixture.SHARDS * TrainFixture.ROWS;
    /** Rows 0, 3, 6, … belong to cluster 0, and so on. */
    private static final ClusterOfRows THIRDS = shard -> IntStream.range(0, TrainFixture.ROWS)
            .map(row -> (shard * TrainFixture.ROWS + row) % 3)
            .toArray();

    @TempDir
    private static Path folder;

    private static Path indexFolder = Path.of("");

    @BeforeAll
    static void makeIndex() throws Exception {
        indexFolder = TrainFixture.index(folder.resolve("index"), Set.of());
    }

    private BitSet select(SampleChoice choice) throws Exception {
        BitSet rows = new BitSet();
        ShardPairs pairs = pairs(choice, CaptionUse.CLUSTERED);
        for (int shard = 0; shard < pairs.shards(); shard++) {
            List<Pair> read = pairs.read(shard);
            assertThat(read).hasSize(pairs.pairs(shard)).extracting(Pair::shard).containsOnly(shard);
            read.forEach(pair -> rows.set((int) pair.row()));
        }
        assertThat(pairs.pairs()).isEqualTo(rows.cardinality());
        return rows;
    }

    private ShardPairs pairs(SampleChoice choice, CaptionUse use) throws Exception {
        return SelectedPairs.of(SampleIndex.open(indexFolder), THIRDS, choice, TrainFixture.FIRST, use);
    }

    @Seeds(60)
    void anOrderShowsEverySampleOnceAnEpochAndCanBeEnteredAnywhere(Draws draws) {
        int n = draws.between(1, 60);
        long seed = draws.anyLong();
        EpochOrder straight = new EpochOrder(n, seed);
        List<Integer> drawn = new ArrayList<>();
        for (int position = 0; position < 3 * n; position++) {
            drawn.add(straight.sample(position));
            assertThat(straight.epoch(position)).isEqualTo(position / n);
        }
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(drawn.subList(epoch * n, (epoch + 1) * n)).containsExactlyInAnyOrderElementsOf(
                    IntStream.range(0, n).boxed().toList());
        }
        for (int position = 3 * n - 1; position >= 0; position--) {
            assertThat(new EpochOrder(n, seed).sample(position)).isEqualTo(drawn.get(position));
        }
    }

    @Test
    void everythingIsAllRows() throws Exception {
        assertThat(select(new Everything()).cardinality()).isEqualTo(ROWS);
    }

    @Test
    void anExpertSeesItsClusterAndTheAskedShareOfTheOthers() throws Exception {
        BitSet own = select(new ExpertShare(1, 0, 9));
        assertThat(own.stream()).allMatch(row -> row % 3 == 1).hasSize(ROWS / 3);
        assertThat(select(new ExpertShare(1, 1, 9)).cardinality()).isEqualTo(ROWS);
        BitSet some = select(new ExpertShare(1, 0.3, 9));
        assertThat(some.stream().filter(row -> row % 3 == 1)).hasSize(ROWS / 3);
        assertThat(some.cardinality()).isBetween(ROWS / 3 + 1, ROWS - 1);
        assertThat(select(new ExpertShare(1, 0.3, 9))).isEqualTo(some);
        assertThat(select(new ExpertShare(1, 0.3, 10))).isNotEqualTo(some);
    }

    @Test
    void randomSharesPartitionTheDataInTheClustersSizes() throws Exception {
        BitSet all = new BitSet();
        for (int expert = 0; expert < 3; expert++) {
            BitSet share = select(new RandomShare(expert, 0, 4));
            assertThat(share.cardinality()).isEqualTo(ROWS / 3);
            assertThat(share.intersects(all)).isFalse();
            assertThat(share).isNotEqualTo(select(new ExpertShare(expert, 0, 4)));
            all.or(share);
        }
        assertThat(all.cardinality()).isEqualTo(ROWS);
    }

    @Test
    void anExpertWithoutAClusterIsAnError() {
        assertThatThrownBy(() -> select(new ExpertShare(3, 0.5, 9))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("coarse cluster 3");
    }

    @Test
    void theTableKnowsEveryRowsShardAndCaptions() throws Exception {
        ExpertShare share = new ExpertShare(2, 0, 1);
        SampleIndex index = SampleIndex.open(indexFolder);
        try (SelectedSamples any = SelectedSamples.read(pairs(share, CaptionUse.ANY));
                SelectedSamples clustered = SelectedSamples.read(pairs(share, CaptionUse.CLUSTERED))) {
            assertThat(any.size()).isEqualTo(select(share).cardinality());
            for (int i = 0; i < any.size(); i++) {
                int row = 3 * i + 2;
                int shard = row / TrainFixture.ROWS;
                Sample sample = index.read(shard).get(row % TrainFixture.ROWS);
                assertThat(any.pair(i)).isEqualTo(new Pair(row, shard, sample.imageOffset(), sample.imageLength(),
                        List.of("cap" + row, "cap" + row, "other" + row % 5)));
                assertThat(clustered.pair(i).captions()).containsExactly("cap" + row);
            }
        }
    }

    @Seeds(5)
    void theStoreGivesBackEveryCaption(Draws draws) {
        List<List<String>> entries = Stream.generate(() -> texts(draws)).limit(draws.between(0, 255)).toList();
        try (CaptionStore store = new CaptionStore()) {
            List<Long> addresses = entries.stream().map(store::add).toList();
            String big = "x".repeat(20_000_000); // more than a chunk
            long bigAddress = store.add(List.of("a", big, "b"));
            for (int i = 0; i < entries.size(); i++) {
                List<String> got = store.get(addresses.get(i));
                assertThat(got).hasSameSizeAs(entries.get(i));
                for (int k = 0; k < got.size(); k++) {
                    byte[] bytes = entries.get(i).get(k).getBytes(StandardCharsets.UTF_8);
                    assertThat(got.get(k).getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes);
                }
            }
            assertThat(store.get(bigAddress)).containsExactly("a", big, "b");
        }
    }

    private static List<String> texts(Draws draws) {
        return Stream.generate(() -> draws.text(255)).limit(draws.between(0, 255)).toList();
    }
}
