package io.mode4j.train;

import io.mode4j.artifact.RandomStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Pairs shuffled among the few shards that are open at once, shards shuffled among all, anew every epoch: for data of any size. What is drawn follows from (seed, position)
 * through the shards' numbers of pairs alone, so that any position is found without reading what comes before it ({@link Turns} says how).
 *
 * <p>
 * Bound: 16 bytes a shard of the index, and the pairs of the window's shards and of two more, about 150 bytes and its captions a pair; nothing outside the heap. The next
 * shard's part of the index is read by a thread of its own while a turn is drawn.
 */
final class WindowedOrder implements SampleOrder {

    private final ShardPairs pairs;
    private final int[] withPairs;
    private final int window;
    private final long seed;
    private final long samples;
    private final ToCome ahead;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("window-", 0).factory());
    private final Map<Opened, Future<List<Pair>>> open = new HashMap<>();
    private Turns turns;
    private long epoch;
    private int turn = -1;
    private List<Pair> drawn = List.of();

    /** A shard, in the order that an epoch has for it. */
    private record Opened(long epoch, int shard) {}

    /**
     * An order; nothing is read yet.
     *
     * @param window
     *            how many shards are open at once
     */
    WindowedOrder(ShardPairs pairs, int window, long seed, ToCome ahead) {
        if (window < 1) {
            throw new IllegalArgumentException("a window needs at least one shard, not " + window);
        }
        this.pairs = pairs;
        this.withPairs = IntStream.range(0, pairs.shards()).filter(shard -> pairs.pairs(shard) > 0).toArray();
        this.window = window;
        this.seed = seed;
        this.samples = pairs.pairs();
        this.ahead = ahead;
        if (samples < 1) {
            throw new IllegalArgumentException("an order needs at least one pair");
        }
        this.turns = new Turns(pairs, withPairs, window, seed, epoch);
    }

    /**
     * The window of a model.
     *
     * @param shards
     *            of a model that sees every row
     * @return so many that the window has as many pairs; 0 if {@code shards} is
     */
    static int window(int shards, long rows, ShardPairs pairs) {
        return (int) Math.min(pairs.shards(), Math.ceilDiv(shards * rows, pairs.pairs()));
    }

    @Override
    public long samples() {
        return samples;
    }

    @Override
    public Draw draw(long position) throws IOException {
        long place = position % samples;
        if (position / samples != epoch) {
            epoch = position / samples;
            turns = new Turns(pairs, withPairs, window, seed, epoch);
            turn = -1;
        }
        if (turn < 0 || place < turns.first(turn) || place >= turns.first(turn + 1)) {
            turn = -1;
            drawn = List.of();
            int wanted = turns.at(place);
            drawn = drawn(wanted);
            turn = wanted;
        }
        return new Draw(epoch, drawn.get((int) (place - turns.first(turn))));
    }

    /** The pairs of a turn, shuffled. */
    private List<Pair> drawn(int wanted) throws IOException {
        List<Opened> needed = IntStream.range(0, turns.parts()).mapToObj(part -> new Opened(epoch, turns.shard(wanted, part))).toList();
        Opened next = next(wanted);
        Set<Opened> kept = new HashSet<>(needed);
        kept.add(next);
        open.keySet().retainAll(kept);
        List<Future<List<Pair>>> shards = new ArrayList<>();
        for (int part = 0; part < needed.size(); part++) {
            Future<List<Pair>> opened = open.get(needed.get(part));
            shards.add(opened != null ? opened : open(needed.get(part), turns.cut(wanted, part, part)));
        }
        Future<List<Pair>> _ = open(next, 0); // waited for when its turn comes
        List<Pair> taken = new ArrayList<>();
        for (int part = 0; part < shards.size(); part++) {
            taken.addAll(Waiting.on(shards.get(part)).subList(turns.cut(wanted, part, part), turns.cut(wanted, part, part + 1)));
        }
        return ordered(taken, ofTurn(seed, epoch, wanted, taken.size()));
    }

    /** The shard that comes with the next turn. */
    private Opened next(int current) {
        return current + 1 < turns.turns()
                ? new Opened(epoch, turns.shard(current + 1, 0))
                : new Opened(epoch + 1, new Turns(pairs, withPairs, window, seed, epoch + 1).shard(0, 0));
    }

    /** Opens a shard if it is not, and says which of its pairs are to come. */
    private Future<List<Pair>> open(Opened shard, int from) {
        Future<List<Pair>> opened = open.computeIfAbsent(shard, _ -> reader.submit(() -> read(shard)));
        reader.execute(() -> {
            if (opened.state() == Future.State.SUCCESS) {
                ahead.hear(opened.resultNow().subList(from, opened.resultNow().size()));
            }
        });
        return opened;
    }

    private List<Pair> read(Opened shard) throws IOException {
        List<Pair> read = pairs.read(shard.shard());
        return ordered(read, ofShard(seed, shard.epoch(), read.getFirst().row(), read.size()));
    }

    /** In which order an epoch takes the pairs of a shard, the first of which is this row: numbers of its pairs. */
    static int[] ofShard(long seed, long epoch, long firstRow, int pairs) {
        return shuffled(pairs, RandomStream.of(seed, "rows", epoch, firstRow));
    }

    /** In which order the pairs of a turn are drawn: numbers of its pairs, part after part. */
    static int[] ofTurn(long seed, long epoch, int turn, int pairs) {
        return shuffled(pairs, RandomStream.of(seed, "turn", epoch, turn));
    }

    private static int[] shuffled(int count, RandomGenerator random) {
        int[] order = IntStream.range(0, count).toArray();
        RandomStream.shuffle(order, random);
        return order;
    }

    private static List<Pair> ordered(List<Pair> some, int[] order) {
        Pair[] ordered = new Pair[order.length];
        for (int i = 0; i < order.length; i++) {
            ordered[i] = some.get(order[i]);
        }
        return List.of(ordered);
    }

    @Override
    public void close() {
        open.values().forEach(waiting -> waiting.cancel(false));
        reader.close();
    }
}
