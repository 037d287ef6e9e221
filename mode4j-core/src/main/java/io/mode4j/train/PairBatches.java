package io.mode4j.train;

import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which pairs the batches of a model hold, one batch after the other from the first, without their pictures: as the model is trained on them, but that no picture is found out to
 * be undecodable, and that every pair has its clustered caption. Used by one thread.
 */
public final class PairBatches implements AutoCloseable {

    private final SampleOrder order;
    private final int batchSize;
    private long position;

    private PairBatches(SampleOrder order, int batchSize) {
        this.order = order;
        this.batchSize = batchSize;
    }

    /**
     * The batches of a model.
     *
     * @throws io.mode4j.artifact.BadInputException
     *             if there are less than two pairs, or the index was packed for another model
     * @throws IOException
     *             if the index, or the assignments where the job needs them, cannot be read
     */
    public static PairBatches of(TrainData data, TrainJob job, TrainSettings settings) throws IOException {
        SampleIndex index = SampleIndex.open(data.index());
        ShardPairs pairs = SelectedPairs.of(index, data.clusters(index, job.samples()), job.samples(), data.captions(),
                CaptionUse.CLUSTERED);
        int window = WindowedOrder.window(settings.window(), index.allRows(), pairs);
        SampleOrder order = SampleOrder.of(pairs, window, TrainSettings.seed(settings.seed(), job.name()), _ -> {});
        return new PairBatches(order, (int) Math.min(settings.batchSize(), pairs.pairs()));
    }

    /** How many pairs there are to draw from. */
    public long pairs() {
        return order.samples();
    }

    /**
     * The next batch, of different pairs: what an epoch has left when it does not fill a batch is left out.
     *
     * @throws IOException
     *             if the index cannot be read
     */
    public List<Pair> next() throws IOException {
        long left = order.samples() - position % order.samples();
        if (left < batchSize) {
            position += left;
        }
        List<Pair> batch = new ArrayList<>(batchSize);
        while (batch.size() < batchSize) {
            batch.add(order.draw(position++).pair());
        }
        return batch;
    }

    @Override
    public void close() throws IOException {
        order.close();
    }
}
