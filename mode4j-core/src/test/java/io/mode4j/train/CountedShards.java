package io.mode4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Shards of any number of pairs that lie nowhere: a pair is made when it is asked for. */
final class CountedShards implements ShardPairs {

    /** Pictures of this length, one after another. */
    static final int LENGTH = 100;

    private final int shards;
    private final IntUnaryOperator sizes;
    private final long[] firstRow;
    private final List<Integer> read = new ArrayList<>();

    CountedShards(int shards, IntUnaryOperator sizes) {
        this.shards = shards;
        this.sizes = sizes;
        this.firstRow = new long[shards + 1];
        for (int shard = 0; shard < shards; shard++) {
            firstRow[shard + 1] = firstRow[shard] + sizes.applyAsInt(shard);
        }
    }

    @Override
    public int shards() {
        return shards;
    }

    @Override
    public int pairs(int shard) {
        return sizes.applyAsInt(shard);
    }

    @Override
    public List<Pair> read(int shard) {
        synchronized (read) {
            read.add(shard);
        }
        return IntStream.range(0, pairs(shard)).mapToObj(i -> pair(shard, i)).toList();
    }

    Pair pair(int shard, int place) {
        long row = firstRow[shard] + place;
        return new Pair(row, shard, (long) place * LENGTH, LENGTH, List.of("caption " + row));
    }

    /** Which shards were read, in this order. */
    List<Integer> read() {
        synchronized (read) {
            return List.copyOf(read);
        }
    }
}
