package io.mode4j.train;

import java.io.IOException;
import java.util.List;

/**
 * The order in which a model sees its pairs: epoch after epoch, in each every pair once. Used by one thread; owns what it has opened until closed.
 */
public interface SampleOrder extends AutoCloseable {

    /**
     * The order of a model's pairs.
     *
     * @param window
     *            how many shards' pairs are shuffled together, or 0 for all pairs: then the index's part of them is read at once
     * @param seed
     *            of the model
     * @param ahead
     *            hears what a window will draw
     * @throws IOException
     *             if the index cannot be read, or the pairs are too many to shuffle all together
     */
    static SampleOrder of(ShardPairs pairs, int window, long seed, ToCome ahead) throws IOException {
        return window == 0 ? GlobalOrder.of(pairs, seed) : new WindowedOrder(pairs, window, seed, ahead);
    }

    /** Is told which pairs of a shard will be drawn, some time before they are. */
    @FunctionalInterface
    interface ToCome {
        void hear(List<Pair> pairs);
    }

    /** How many pairs there are, and so how long an epoch is. */
    long samples();

    /**
     * What is drawn at a position, a function of the position alone.
     *
     * @param position
     *            counted from 0 over all epochs; any may be asked for, and ascending ones cost least, however far apart
     * @throws IOException
     *             if the index cannot be read
     */
    Draw draw(long position) throws IOException;

    @Override
    void close() throws IOException;
}
