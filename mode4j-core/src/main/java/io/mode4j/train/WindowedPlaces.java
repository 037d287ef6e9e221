package io.mode4j.train;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The {@link WindowedOrder} read backwards. A pair is drawn in one of the turns that have a part of its shard: for most pairs that tells enough. For others the shard and its turn are shuffled as they
 * were. Holds 24 bytes a shard, and while it looks, the orders of a shard and a turn.
 */
final class WindowedPlaces implements EpochPlaces {

    private final ShardPairs all;
    private final int[] withPairs;
    private final int window;
    private final long seed;
    private final Map<Integer, List<Integer>> byShard;
    private final List<SelectedPlace> pairs;

    /** What an epoch draws together: a pair, its turn, and where among the turn's pairs it stands before they are shuffled. */
    private record InTurn(int pair, int turn, int number) {}

    WindowedPlaces(ShardPairs all, int window, long seed, List<SelectedPlace> pairs) {
        this.all = all;
        this.withPairs = IntStream.range(0, all.shards()).filter(shard -> all.pairs(shard) > 0).toArray();
        this.window = window;
        this.seed = seed;
        this.pairs = List.copyOf(pairs);
        this.byShard = IntStream.range(0, pairs.size())
                .boxed()
                .collect(Collectors.groupingBy(i -> pairs.get(i).shard(), TreeMap::new, Collectors.toList()));
    }

    @Override
    public BitSet before(long epoch, long end) {
        Turns turns = new Turns(all, withPairs, window, seed, epoch);
        int[] firstTurn = new int[all.shards()];
        IntStream.range(0, turns.turns()).forEach(turn -> firstTurn[turns.shard(turn, 0)] = turn);
        BitSet before = new BitSet();
        List<InTurn> undecided = new ArrayList<>();
        for (Map.Entry<Integer, List<Integer>> some : byShard.entrySet()) {
            int first = firstTurn[some.getKey()];
            if (IntStream.range(0, turns.parts()).allMatch(part -> turns.first(turn(turns, first, part) + 1) <= end)) {
                some.getValue().forEach(before::set);
            } else if (IntStream.range(0, turns.parts()).anyMatch(part -> turns.first(turn(turns, first, part)) < end)) {
                undecided.addAll(inTurns(turns, first, epoch, some.getValue()));
            }
        }
        undecided.stream().collect(Collectors.groupingBy(InTurn::turn)).forEach((turn, some) -> {
            int size = (int) (turns.first(turn + 1) - turns.first(turn));
            int[] drawn = EpochPlaces.inverse(WindowedOrder.ofTurn(seed, epoch, turn, size));
            some.forEach(one -> before.set(one.pair, turns.first(turn) + drawn[one.number] < end));
        });
        return before;
    }

    /** The turn that has a part of a shard, the first part of which another has. */
    private static int turn(Turns turns, int first, int part) {
        return (first + part) % turns.turns();
    }

    /** Of some pairs of a shard. */
    private List<InTurn> inTurns(Turns turns, int first, long epoch, List<Integer> some) {
        SelectedPlace one = pairs.get(some.getFirst());
        int[] taken = EpochPlaces.inverse(WindowedOrder.ofShard(seed, epoch, one.firstRow(), all.pairs(one.shard())));
        return some.stream().map(i -> inTurn(turns, first, i, taken[pairs.get(i).number()])).toList();
    }

    private static InTurn inTurn(Turns turns, int first, int pair, int taken) {
        int part = 0;
        while (turns.cut(first, 0, part + 1) <= taken) {
            part++;
        }
        int turn = turn(turns, first, part);
        int before = 0;
        for (int other = 0; other < part; other++) {
            before += turns.cut(turn, other, other + 1) - turns.cut(turn, other, other);
        }
        return new InTurn(pair, turn, before + taken - turns.cut(turn, part, part));
    }
}
