package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Orders read backwards say where the orders themselves draw each pair. */
class EpochPlacesTest {

    private static CountedShards some(Draws draws) {
        int[] sizes = IntStream.range(0, draws.between(1, 12)).map(_ -> Math.max(0, draws.between(-3, 15))).toArray();
        sizes[draws.between(0, sizes.length - 1)] = draws.between(1, 15);
        return new CountedShards(sizes.length, shard -> sizes[shard]);
    }

    /** All pairs, or every so many-th of them. */
    private static List<SelectedPlace> wanted(CountedShards shards, int step) {
        List<SelectedPlace> all = new ArrayList<>();
        for (int shard = 0; shard < shards.shards(); shard++) {
            for (int number = 0; number < shards.pairs(shard); number++) {
                all.add(place(shards.pair(shard, number)));
            }
        }
        return IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get).toList();
    }

    /** Epoch by epoch, whatever was asked before. */
    private static void requireSame(SampleOrder order, EpochPlaces places, List<SelectedPlace> wanted, Draws draws) throws IOException {
        int n = (int) order.samples();
        for (long epoch : new long[]{0, 1, 7}) {
            List<SelectedPlace> drawn = new ArrayList<>();
            for (int place = 0; place < n; place++) {
                Pair pair = order.draw(epoch * n + place).pair();
                drawn.add(place(pair));
            }
            for (int end : new int[]{0, 1, draws.between(0, n), draws.between(0, n), n, n + 3}) {
                List<SelectedPlace> early = drawn.subList(0, Math.min(end, n));
                int[] expected = IntStream.range(0, wanted.size()).filter(i -> early.contains(wanted.get(i))).toArray();
                assertThat(places.before(epoch, end).stream().toArray()).as("epoch %d, before %d", epoch, end).isEqualTo(expected);
            }
        }
    }

    private static SelectedPlace place(Pair pair) {
        int number = (int) (pair.offset() / CountedShards.LENGTH);
        return new SelectedPlace(pair.shard(), pair.row() - number, number);
    }

    @Seeds(100)
    void ofWindows(Draws draws) throws Exception {
        CountedShards shards = some(draws);
        int window = draws.between(1, 14);
        long seed = draws.anyLong();
        List<SelectedPlace> wanted = wanted(shards, draws.between(1, 5));
        try (SampleOrder order = SampleOrder.of(shards, window, seed, _ -> {})) {
            requireSame(order, new WindowedPlaces(shards, window, seed, wanted), wanted, draws);
        }
    }

    @Seeds(100)
    void ofAllTogether(Draws draws) throws Exception {
        CountedShards shards = some(draws);
        long seed = draws.anyLong();
        List<SelectedPlace> wanted = wanted(shards, draws.between(1, 5));
        try (SampleOrder order = SampleOrder.of(shards, 0, seed, _ -> {})) {
            requireSame(order, GlobalPlaces.of(shards, seed, wanted), wanted, draws);
        }
    }

    @Test
    void pairsBeyondTheIntegersAreFoundAsAnyOthers() throws Exception {
        CountedShards shards = new CountedShards(300_000, _ -> 10_000);
        try (SampleOrder order = SampleOrder.of(shards, 16, 7, _ -> {})) {
            for (long place : new long[]{0, 2_345_678_901L, order.samples() - 1}) {
                List<SelectedPlace> drawn = List.of(place(order.draw(place).pair()));
                EpochPlaces places = new WindowedPlaces(shards, 16, 7, drawn);
                assertThat(places.before(0, place).get(0)).isFalse();
                assertThat(places.before(0, place + 1).get(0)).isTrue();
            }
        }
    }
}
