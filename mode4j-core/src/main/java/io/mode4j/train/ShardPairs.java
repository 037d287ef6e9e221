package io.mode4j.train;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** The pairs that a model is trained on, shard by shard. */
public interface ShardPairs {

    /** How many shards the index has, those included of which no pair is trained on. */
    int shards();

    /** How many pairs of a shard the model is trained on. */
    int pairs(int shard);

    /**
     * These pairs, in the order of their rows.
     *
     * @throws IOException
     *             if the index cannot be read
     */
    List<Pair> read(int shard) throws IOException;

    /** How many pairs the model is trained on. */
    default long pairs() {
        return IntStream.range(0, shards()).mapToLong(this::pairs).sum();
    }
}
