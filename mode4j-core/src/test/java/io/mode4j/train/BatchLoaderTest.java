package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.clip.ClipBatch;

import io.mode4j.image.Augmentation;
import io.mode4j.image.UndecodableImageException.Cause;
import io.mode4j.ranks.Ranks;
import io.mode4j.ranks.ThreadRanks;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.train.SampleChoice.Everything;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(ints = {0, 1, 2, 16})
class BatchLoaderTest {

    /** Shards that are shuffled together; 0: all pairs are. */
    @Parameter
    private int window;

    private static final int ROWS = TrainFixture.SHARDS * TrainFixture.ROWS;

    @TempDir
    private Path folder;

    /** A batch as values that can be compared. */
    private record Seen(List<List<Integer>> texts, List<Integer> pixelHashes, List<Integer> captionIds) {

        static Seen of(ClipBatch batch) {
            int area = batch.pixels().length / batch.size();
            List<List<Integer>> texts = new ArrayList<>();
            List<Integer> hashes = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                texts.add(IntStream.range(i * batch.length(), (i + 1) * batch.length()).mapToObj(k -> batch.tokens()[k]).toList());
                hashes.add(Arrays.hashCode(Arrays.copyOfRange(batch.pixels(), i * area, (i + 1) * area)));
            }
            return new Seen(texts, hashes, IntStream.of(batch.captionIds()).boxed().toList());
        }
    }

    private List<Seen> load(Path index, CaptionUse use, int batches, LoaderOptions options, LoaderState from, List<LoaderState> states)
            throws IOException {
        return load(index, use, batches, options, from, states, Ranks.alone()).stream().map(Seen::of).toList();
    }

    private List<ClipBatch> load(Path index, CaptionUse use, int batches, LoaderOptions options, LoaderState from,
            List<LoaderState> states,
            Ranks ranks) throws IOException {
        SampleIndex samples = SampleIndex.open(index);
        ShardPairs pairs = SelectedPairs.of(samples, shard -> new int[samples.rows(shard)], new Everything(), TrainFixture.FIRST, use);
        try (ShardImages shards = new ShardImages(samples);
                ReadAhead ahead = new ReadAhead(shards, 2);
                SampleOrder order = SampleOrder.of(pairs, window, 3, ahead);
                BatchLoader loader = new BatchLoader(order,
                        new ExampleReader(shards, TrainFixture.IMAGES, TrainFixture.LETTERS,
                                TrainFixture.MODEL.vision().imageSize(), TrainFixture.MODEL.text().contextLength(),
                                new Augmentation(0.5, 2, 0.1), 3, null, null),
                        options, from, ranks)) {
            List<ClipBatch> seen = new ArrayList<>();
            for (int i = 0; i < batches; i++) {
                seen.add(loader.next());
                states.add(loader.state());
            }
            loader.checkShare();
            return seen;
        }
    }

    /** Each rank's own pairs, put back into their places, are the batch of one process. */
    private static Seen joined(List<ClipBatch> shares) {
        int n = shares.getFirst().share().total();
        List<List<Integer>> texts = new ArrayList<>(Collections.nCopies(n, List.of()));
        List<Integer> hashes = new ArrayList<>(Collections.nCopies(n, 0));
        int[] captions = new int[n];
        int first = 0;
        for (ClipBatch share : shares) {
            assertThat(share.share().first()).isEqualTo(first);
            assertThat(share.captionIds()).isEqualTo(shares.getFirst().captionIds());
            if (share.size() == 0) {
                continue;
            }
            Seen own = Seen.of(new ClipBatch(share.size(), share.pixels(), share.tokens(), share.length(),
                    Arrays.copyOfRange(share.captionIds(), first,
                            first + share.size())));
            for (int i = 0; i < share.size(); i++) {
                int place = share.share().places()[i];
                texts.set(place, own.texts().get(i));
                hashes.set(place, own.pixelHashes().get(i));
                captions[place] = share.captionIds()[first + i];
            }
            first += share.size();
        }
        assertThat(first).isEqualTo(n);
        return new Seen(texts, hashes, renumbered(captions));
    }

    private static List<Integer> renumbered(int[] ids) {
        Map<Integer, Integer> numbers = new HashMap<>();
        return IntStream.of(ids).map(id -> numbers.computeIfAbsent(id, _ -> numbers.size())).boxed().toList();
    }

    private static List<Integer> unpadded(List<Integer> text) {
        int end = text.size();
        while (end > 0 && text.get(end - 1) == 0) {
            end--;
        }
        return text.subList(0, end);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 11})
    void severalRanksHoldTheBatchesOfOne(int count) throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), Set.of(3, 17));
        LoaderOptions options = new LoaderOptions(8, 2, 0.5);
        List<LoaderState> states = new ArrayList<>();
        List<Seen> one = load(index, CaptionUse.ANY, 20, options, LoaderState.start(), states);
        List<LoaderState> statesOfRank = Collections.synchronizedList(new ArrayList<>());
        List<List<ClipBatch>> several = ThreadRanks.run(count,
                ranks -> load(index, CaptionUse.ANY, 20, options, LoaderState.start(), ranks.isFirst() ? statesOfRank : new ArrayList<>(),
                        ranks));
        for (int i = 0; i < one.size(); i++) {
            int batch = i;
            Seen joined = joined(several.stream().map(batches -> batches.get(batch)).toList());
            assertThat(joined.texts().stream().map(BatchLoaderTest::unpadded).toList())
                    .isEqualTo(one.get(i).texts().stream().map(BatchLoaderTest::unpadded).toList());
            assertThat(joined.pixelHashes()).isEqualTo(one.get(i).pixelHashes());
            assertThat(joined.captionIds()).isEqualTo(renumbered(one.get(i).captionIds().stream().mapToInt(Integer::intValue).toArray()));
        }
        assertThat(statesOfRank).isEqualTo(states);
    }

    @Test
    void loadingGoesOnExactlyAfterAnyBatch() throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), Set.of(3, 17));
        List<LoaderState> states = new ArrayList<>();
        LoaderOptions options = new LoaderOptions(5, 3, 0.1);
        List<Seen> straight = load(index, CaptionUse.ANY, 20, options, LoaderState.start(), states);
        for (int from = 0; from < 20; from++) {
            List<LoaderState> resumedStates = new ArrayList<>();
            List<Seen> resumed = load(index, CaptionUse.ANY, 19 - from, new LoaderOptions(5, 1, 0.1), states.get(from), resumedStates);
            assertThat(resumed).isEqualTo(straight.subList(from + 1, 20));
            assertThat(resumedStates).isEqualTo(states.subList(from + 1, 20));
        }
        assertThat(states.getLast().undecodable()).isEqualTo(Map.of(Cause.UNKNOWN_FORMAT, 2));
    }

    @Test
    void anEpochShowsEveryDecodablePairOnce() throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), Set.of(3, 17));
        List<Seen> batches = load(index, CaptionUse.CLUSTERED, 8, new LoaderOptions(5, 2, 0.1), LoaderState.start(), new ArrayList<>());
        Set<List<Integer>> texts = new HashSet<>();
        for (Seen batch : batches) {
            texts.addAll(batch.texts().stream().map(text -> text.stream().filter(t -> t != 0).toList()).toList());
        }
        assertThat(texts).hasSize(ROWS - 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 20, 30, 40})
    void aBatchNeverHoldsAPairTwiceAndIsAlwaysFull(int size) throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), Set.of(3, 17));
        List<LoaderState> states = new ArrayList<>();
        for (Seen batch : load(index, CaptionUse.CLUSTERED, 60, new LoaderOptions(size, 3, 0.1), LoaderState.start(), states)) {
            assertThat(batch.texts()).hasSize(size).doesNotHaveDuplicates();
        }
        List<Seen> resumed = load(index, CaptionUse.CLUSTERED, 1, new LoaderOptions(size, 1, 0.1), states.get(31), new ArrayList<>());
        assertThat(resumed).isEqualTo(load(index, CaptionUse.CLUSTERED, 33, new LoaderOptions(size, 2, 0.1), LoaderState.start(),
                new ArrayList<>()).subList(32, 33));
    }

    @Test
    void aBatchOfEverythingIsSmallerByWhatCannotBeDecoded() throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), Set.of(3, 17));
        for (Seen batch : load(index, CaptionUse.CLUSTERED, 4, new LoaderOptions(41, 3, 0.1), LoaderState.start(), new ArrayList<>())) {
            assertThat(batch.texts()).hasSize(ROWS - 2).doesNotHaveDuplicates();
        }
    }

    @Test
    void aDataSetWithoutPicturesEndsAlsoWhereAllMayBeSkipped() throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), IntStream.range(0, ROWS).boxed().collect(Collectors.toSet()));
        assertThatThrownBy(() -> load(index, CaptionUse.ANY, 1, new LoaderOptions(5, 2, 1), LoaderState.start(), new ArrayList<>()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("none of 42 pictures");
    }

    @Test
    void anyCaptionIsTheClusteredOneThreeTimesOutOfFourWhenThereAreTwo() throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), Set.of());
        List<Seen> batches = load(index, CaptionUse.ANY, 100, new LoaderOptions(42, 2, 0.1), LoaderState.start(), new ArrayList<>());
        long clustered = batches.stream().flatMap(b -> b.texts().stream()).filter(text -> text.get(1) == 'c').count();
        assertThat(clustered / 4200.0).isBetween(0.72, 0.78);
    }

    @Test
    void captionIdsAreEqualForEqualTextsAndOnlyForThem() throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), Set.of());
        boolean repeated = false;
        for (Seen batch : load(index, CaptionUse.ANY, 10, new LoaderOptions(20, 2, 0.1), LoaderState.start(), new ArrayList<>())) {
            Map<List<Integer>, Integer> ids = new HashMap<>();
            for (int i = 0; i < batch.texts().size(); i++) {
                ids.putIfAbsent(batch.texts().get(i), batch.captionIds().get(i));
                assertThat(batch.captionIds().get(i)).isEqualTo(ids.get(batch.texts().get(i)));
            }
            assertThat(new HashSet<>(ids.values())).hasSize(ids.size());
            repeated |= ids.size() < 20;
        }
        assertThat(repeated).isTrue();
    }

    @Test
    void aDataSetWithoutPicturesStopsAtOnce() throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), IntStream.range(0, ROWS).boxed().collect(Collectors.toSet()));
        assertThatThrownBy(() -> load(index, CaptionUse.ANY, 1, new LoaderOptions(5, 2, 0.1), LoaderState.start(), new ArrayList<>()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("42 of 42 pictures");
    }
}
