package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;

/**
 * All pairs shuffled together, anew every epoch: the fullest shuffle, in the memory that {@link SelectedSamples} and {@link EpochOrder} say.
 */
final class GlobalOrder implements SampleOrder {

    private final SelectedSamples table;
    private final EpochOrder order;

    private GlobalOrder(SelectedSamples table, long seed) {
        this.table = table;
        this.order = new EpochOrder(table.size(), seed);
    }

    /**
     * Reads the index's part of the pairs.
     *
     * @throws BadInputException
     *             if they are too many for a table of all
     */
    static GlobalOrder of(ShardPairs pairs, long seed) throws IOException {
        return new GlobalOrder(SelectedSamples.read(pairs), seed);
    }

    @Override
    public long samples() {
        return table.size();
    }

    @Override
    public Draw draw(long position) {
        return new Draw(order.epoch(position), table.pair(order.sample(position)));
    }

    @Override
    public void close() {
        table.close();
    }
}
