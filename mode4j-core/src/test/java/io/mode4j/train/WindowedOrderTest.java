package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RandomStream;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WindowedOrderTest {

    /** Some shards of few pairs, some of none. */
    private static CountedShards some(Draws draws) {
        int[] sizes = IntStream.range(0, draws.between(1, 12)).map(_ -> Math.max(0, draws.between(-3, 15))).toArray();
        sizes[draws.between(0, sizes.length - 1)] = draws.between(1, 15);
        return new CountedShards(sizes.length, shard -> sizes[shard]);
    }

    private static WindowedOrder order(ShardPairs pairs, int window, long seed) {
        return new WindowedOrder(pairs, window, seed, _ -> {});
    }

    private static List<Draw> draws(SampleOrder order, long from, long to) throws IOException {
        List<Draw> drawn = new ArrayList<>();
        for (long position = from; position < to; position++) {
            drawn.add(order.draw(position));
        }
        return drawn;
    }

    @Seeds(200)
    void everyEpochHasEveryPairOnceInAnOrderOfItsOwn(Draws draws) throws Exception {
        CountedShards shards = some(draws);
        try (WindowedOrder order = order(shards, draws.between(1, 14), draws.anyLong())) {
            int n = (int) order.samples();
            assertThat(order.samples()).isEqualTo(shards.pairs());
            Set<List<Pair>> orders = new HashSet<>();
            for (long epoch = 0; epoch < 3; epoch++) {
                List<Draw> drawn = draws(order, epoch * n, (epoch + 1) * n);
                assertThat(drawn).extracting(Draw::epoch).containsOnly(epoch);
                List<Pair> pairs = drawn.stream().map(Draw::pair).toList();
                assertThat(pairs).extracting(Pair::row).containsExactlyInAnyOrderElementsOf(LongStream.range(0, n).boxed().toList());
                pairs.forEach(pair -> assertThat(pair).isEqualTo(shards.pair(pair.shard(), (int) (pair.offset() / CountedShards.LENGTH))));
                orders.add(pairs);
            }
            if (n > 14) {
                assertThat(orders).hasSize(3);
            }
        }
    }

    @Seeds(60)
    void whatIsDrawnFollowsFromThePositionAlone(Draws draws) throws Exception {
        CountedShards shards = some(draws);
        int window = draws.between(1, 14);
        long seed = draws.anyLong();
        int end = 3 * (int) shards.pairs();
        try (WindowedOrder straight = order(shards, window, seed);
                WindowedOrder jumping = order(shards, window, seed)) {
            List<Draw> drawn = draws(straight, 0, end);
            for (int i = 0; i < 50; i++) {
                int position = draws.between(0, end - 1);
                assertThat(jumping.draw(position)).isEqualTo(drawn.get(position));
            }
            int from = draws.between(0, end - 1);
            try (WindowedOrder resumed = order(shards, window, seed)) {
                assertThat(draws(resumed, from, end)).isEqualTo(drawn.subList(from, end));
            }
        }
    }

    /** The order as it is defined: turn t has the first part of the t-th shard, the second of the one before, and so on. */
    private static List<Long> byDefinition(CountedShards shards, int window, long seed, long epoch) {
        int[] turns = IntStream.range(0, shards.shards()).filter(shard -> shards.pairs(shard) > 0).toArray();
        RandomStream.shuffle(turns, RandomStream.of(seed, "shards", epoch));
        int parts = Math.min(window, turns.length);
        Map<List<Integer>, List<Long>> part = new HashMap<>();
        for (int shard : turns) {
            List<Pair> all = shards.read(shard);
            int[] order = IntStream.range(0, all.size()).toArray();
            RandomStream.shuffle(order, RandomStream.of(seed, "rows", epoch, all.getFirst().row()));
            Deque<Long> rows = new ArrayDeque<>(IntStream.of(order).mapToObj(i -> all.get(i).row()).toList());
            for (int number = 0; number < parts; number++) {
                List<Long> taken = new ArrayList<>();
                while (all.size() - rows.size() < (number + 1) * all.size() / parts) {
                    taken.add(rows.removeFirst());
                }
                part.put(List.of(shard, number), taken);
            }
        }
        List<Long> drawn = new ArrayList<>();
        for (int turn = 0; turn < turns.length; turn++) {
            List<Long> together = new ArrayList<>();
            for (int number = 0; number < parts; number++) {
                together.addAll(part.getOrDefault(List.of(turns[(turn - number + turns.length) % turns.length], number), List.of()));
            }
            int[] order = IntStream.range(0, together.size()).toArray();
            RandomStream.shuffle(order, RandomStream.of(seed, "turn", epoch, turn));
            IntStream.of(order).forEach(i -> drawn.add(together.get(i)));
        }
        return drawn;
    }

    @Seeds(60)
    void theOrderIsTheOneThatIsDefined(Draws draws) throws Exception {
        CountedShards shards = some(draws);
        int window = draws.between(1, 14);
        long seed = draws.anyLong();
        try (WindowedOrder order = order(shards, window, seed)) {
            for (int epoch = 0; epoch < 2; epoch++) {
                assertThat(draws(order, epoch * order.samples(), (epoch + 1) * order.samples())).extracting(draw -> draw.pair().row())
                        .isEqualTo(byDefinition(shards, window, seed, epoch));
            }
        }
    }

    @Test
    void aShardIsReadOnceAnEpochAndThoseOfTheFirstWindowTwice() throws Exception {
        CountedShards shards = new CountedShards(50, shard -> shard % 7 == 0 ? 0 : 30);
        int withPairs = 42;
        try (WindowedOrder order = order(shards, 5, 3)) {
            draws(order, 0, 2 * order.samples());
        }
        List<Integer> read = shards.read();
        assertThat(read).allMatch(shard -> shard % 7 != 0);
        assertThat(read.size()).isBetween(2 * (withPairs + 4), 2 * (withPairs + 4) + 1); // and maybe the first of the third epoch
        assertThat(read.subList(0, withPairs + 4)).containsAll(new HashSet<>(read));
    }

    @Test
    void whatIsToComeIsSaidAheadShardByShard() throws Exception {
        CountedShards shards = new CountedShards(9, _ -> 12);
        int n = 9 * 12;
        for (int from = 0; from < n; from++) {
            List<List<Pair>> ahead = Collections.synchronizedList(new ArrayList<>());
            List<Pair> drawn;
            try (WindowedOrder order = new WindowedOrder(shards, 3, 5, ahead::add)) {
                drawn = draws(order, from, n).stream().map(Draw::pair).toList();
            }
            assertThat(ahead).allSatisfy(pairs -> assertThat(pairs).extracting(Pair::shard).containsOnly(pairs.getFirst().shard()));
            assertThat(ahead.stream().flatMap(List::stream).toList()).containsAll(drawn);
            long said = ahead.stream().mapToLong(List::size).sum();
            assertThat(said).isLessThanOrEqualTo(n - from + 12 + 8 + 4 + 12 + 12); // two begun shards, what the turn has drawn, and the next
        }
    }

    @Test
    void pairsBeyondTheIntegersAreDrawnAsAnyOthers() throws Exception {
        int perShard = 10_000;
        CountedShards shards = new CountedShards(300_000, _ -> perShard);
        long n = 3_000_000_000L;
        try (WindowedOrder order = order(shards, 16, 7)) {
            assertThat(order.samples()).isEqualTo(n);
            Set<Long> rows = new HashSet<>();
            Set<Integer> opened = new HashSet<>();
            List<Draw> drawn = draws(order, n - 3L * perShard, n);
            for (Draw draw : drawn) {
                assertThat(draw.epoch()).isZero();
                assertThat(draw.pair().row())
                        .isEqualTo((long) draw.pair().shard() * perShard + draw.pair().offset() / CountedShards.LENGTH);
                rows.add(draw.pair().row());
                opened.add(draw.pair().shard());
            }
            assertThat(rows).hasSize(3 * perShard).anyMatch(row -> row > 1L << 31);
            assertThat(opened).hasSize(18); // windows of 16 in three turns
            assertThat(order.draw(n).epoch()).isEqualTo(1);
            assertThat(order.draw(n - 1)).isEqualTo(drawn.getLast());
        }
        assertThat(shards.read().size()).isLessThan(80);
        assertThatThrownBy(() -> GlobalOrder.of(shards, 7)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("3000000000 pairs")
                .hasMessageContaining("option shuffle window");
    }

    /** Of two pairs that are drawn one after another, how far their shards lie apart. */
    private static double neighbours(SampleOrder order) throws IOException {
        double distance = 0;
        long n = order.samples();
        int before = order.draw(0).pair().shard();
        for (long position = 1; position < n; position++) {
            int shard = order.draw(position).pair().shard();
            distance += Math.abs(shard - before);
            before = shard;
        }
        return distance / (n - 1);
    }

    @Test
    void neighboursLieAlmostAsFarApartAsInAFullShuffle() throws Exception {
        CountedShards shards = new CountedShards(300, _ -> 40);
        try (SampleOrder global = GlobalOrder.of(shards, 2);
                SampleOrder windowed = order(shards, 16, 2);
                SampleOrder one = order(shards, 1, 2)) {
            double full = neighbours(global);
            assertThat(full).isBetween(97.0, 103.0); // a third
            assertThat(neighbours(windowed) / full).isBetween(0.90, 0.98); // 15 of 16 neighbours are of other shards
            assertThat(neighbours(one) / full).isBetween(0.02, 0.03); // 1 of 40
        }
    }

    @Test
    void aWindowOfAllShardsMixesThemAll() throws Exception {
        CountedShards shards = new CountedShards(4, _ -> 400);
        try (WindowedOrder order = order(shards, 99, 1)) {
            for (int from = 0; from < 1600; from += 200) {
                Map<Integer, Integer> counts = new HashMap<>();
                draws(order, from, from + 200).forEach(draw -> counts.merge(draw.pair().shard(), 1, Integer::sum));
                assertThat(counts.values()).hasSize(4).allMatch(count -> count > 25 && count < 75);
            }
        }
    }

    @Test
    void aModelOfFewPairsHasAsManyMoreShardsOpen() {
        CountedShards tenth = new CountedShards(1000, _ -> 10);
        assertThat(WindowedOrder.window(16, 10_000, tenth)).isEqualTo(16);
        assertThat(WindowedOrder.window(16, 100_000, tenth)).isEqualTo(160);
        assertThat(WindowedOrder.window(16, 100_001, tenth)).isEqualTo(161);
        assertThat(WindowedOrder.window(16, 100_000_000, tenth)).isEqualTo(1000);
        assertThat(WindowedOrder.window(0, 10_000, tenth)).isZero();
    }

    @Test
    void aShardThatCannotBeReadEndsTheDrawing() throws Exception {
        CountedShards shards = new CountedShards(6, _ -> 10);
        ShardPairs broken = new ShardPairs() {
            @Override
            public int shards() {
                return shards.shards();
            }

            @Override
            public int pairs(int shard) {
                return shards.pairs(shard);
            }

            @Override
            public List<Pair> read(int shard) throws IOException {
                if (shard == 3) {
                    throw new BadInputException("shard 3 is gone");
                }
                return shards.read(shard);
            }
        };
        try (WindowedOrder order = order(broken, 2, 1)) {
            assertThatThrownBy(() -> draws(order, 0, 60)).isInstanceOf(BadInputException.class).hasMessage("shard 3 is gone");
        }
    }
}
