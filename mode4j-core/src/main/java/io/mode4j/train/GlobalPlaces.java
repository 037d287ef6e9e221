package io.mode4j.train;

import java.util.BitSet;
import java.util.List;

/** The {@link GlobalOrder} read backwards. Holds 8 bytes for each pair of the model. */
final class GlobalPlaces implements EpochPlaces {

    private final EpochOrder order;
    private final int[] samples;

    private GlobalPlaces(int all, long seed, int[] samples) {
        this.order = new EpochOrder(all, seed);
        this.samples = samples;
    }

    /** Of some of the pairs that a model is trained on. */
    static GlobalPlaces of(ShardPairs all, long seed, List<SelectedPlace> pairs) {
        long[] first = new long[all.shards() + 1];
        for (int shard = 0; shard < all.shards(); shard++) {
            first[shard + 1] = first[shard] + all.pairs(shard);
        }
        int[] samples = pairs.stream().mapToInt(pair -> Math.toIntExact(first[pair.shard()] + pair.number())).toArray();
        return new GlobalPlaces(Math.toIntExact(all.pairs()), seed, samples);
    }

    @Override
    public BitSet before(long epoch, long end) {
        int[] places = EpochPlaces.inverse(order.permutation(epoch));
        BitSet before = new BitSet();
        for (int i = 0; i < samples.length; i++) {
            before.set(i, places[samples[i]] < end);
        }
        return before;
    }
}
