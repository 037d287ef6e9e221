package io.mode4j.train;

import io.mode4j.artifact.RandomStream;

/**
 * Which parts of which shards are drawn together in one epoch of a {@link WindowedOrder}: a pure function of the shards' numbers of pairs, the window, the seed and the
 * epoch. Immutable.
 *
 * <p>
 * The shards are permuted, each is cut into as many parts as the window has shards, and turn t takes the first part of the t-th shard, the second of the one before it, the
 * third of the one before that, and so on, round the epoch's end. So in every turn one shard comes and one goes, and a turn holds about as many pairs as a shard.
 *
 * <p>
 * Bound: 12 bytes a shard that has pairs.
 */
final class Turns {

    private final ShardPairs pairs;
    private final int[] shards;
    private final int parts;
    private final long[] first;

    /**
     * Makes the plan of an epoch.
     *
     * @param withPairs
     *            the shards that have pairs
     * @param window
     *            how many of them are open at once, if there are as many
     */
    Turns(ShardPairs pairs, int[] withPairs, int window, long seed, long epoch) {
        this.pairs = pairs;
        this.shards = withPairs.clone();
        this.parts = Math.min(window, shards.length);
        RandomStream.shuffle(shards, RandomStream.of(seed, "shards", epoch));
        this.first = new long[shards.length + 1];
        for (int turn = 0; turn < shards.length; turn++) {
            long size = 0;
            for (int part = 0; part < parts; part++) {
                size += cut(turn, part, part + 1) - cut(turn, part, part);
            }
            first[turn + 1] = first[turn] + size;
        }
    }

    /** How many turns the epoch has. */
    int turns() {
        return shards.length;
    }

    /** Into how many parts a shard is cut, and so how many shards a turn has. */
    int parts() {
        return parts;
    }

    /** Where in the epoch a turn begins, or for the number of turns, where the epoch ends. */
    long first(int turn) {
        return first[turn];
    }

    /** The turn that has a place of the epoch. */
    int at(long place) {
        int low = 0;
        int high = shards.length;
        while (high - low > 1) { // first[low] <= place < first[high]; a turn of small shards may be empty
            int middle = (low + high) >>> 1;
            if (first[middle] <= place) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Of which shard a turn takes a part. */
    int shard(int turn, int part) {
        return shards[Math.floorMod(turn - part, shards.length)];
    }

    /** Where, among the pairs of the shard of which a turn takes a part, another part begins, or for the number of parts, where the last one ends. */
    int cut(int turn, int part, int begin) {
        return (int) ((long) begin * pairs.pairs(shard(turn, part)) / parts);
    }
}
