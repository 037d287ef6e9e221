package io.mode4j.train;

import io.mode4j.clip.ClipBatch;
import io.mode4j.image.Augmentation;
import io.mode4j.image.Images;
import io.mode4j.ranks.Ranks;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.text.Tokenizer;
import io.mode4j.train.SampleChoice.Everything;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Batches of all pairs of an index as a seed model sees them, without a model: epoch after epoch in an order drawn from (seed, epoch), decoded, cropped and tokenised ahead on
 * worker threads. Their number never changes a batch. Used by one thread; owns the shards' files and native memory until closed.
 */
public final class TrainBatches implements AutoCloseable {

    private static final double MOST_UNDECODABLE = 0.1;

    private final SampleOrder order;
    private final ShardImages shards;
    private final ReadAhead ahead;
    private final BatchLoader loader;

    private TrainBatches(SampleOrder order, ShardImages shards, ReadAhead ahead, BatchLoader loader) {
        this.order = order;
        this.shards = shards;
        this.ahead = ahead;
        this.loader = loader;
    }

    /**
     * Opens an index; the first caption of every pair is used.
     *
     * @param index
     *            folder of the index stage
     * @param imageSize
     *            height and width of the pictures
     * @param contextLength
     *            the most tokens of a caption
     * @param window
     *            how many shards' pairs are shuffled together; 0 for all
     * @throws IOException
     *             if the index or a shard cannot be read
     */
    public static TrainBatches open(Path index, Tokenizer tokenizer, Images images, Augmentation augmentation, int imageSize,
            int contextLength, int window, int batchSize, int workers, long seed) throws IOException {
        SampleIndex opened = SampleIndex.open(index);
        ShardPairs pairs = SelectedPairs.of(opened, shard -> new int[opened.rows(shard)], new Everything(),
                new CaptionChoice(CaptionChoice.Mode.FIRST, seed), CaptionUse.CLUSTERED);
        ShardImages shards = new ShardImages(opened);
        ReadAhead ahead = new ReadAhead(shards, Math.max(1, window));
        SampleOrder order = SampleOrder.of(pairs, window, seed, ahead);
        ExampleReader reader = new ExampleReader(shards, images, tokenizer, imageSize, contextLength, augmentation, seed, null, null);
        return new TrainBatches(order, shards, ahead,
                new BatchLoader(order, reader, new LoaderOptions(batchSize, workers, MOST_UNDECODABLE), LoaderState.start(),
                        Ranks.alone()));
    }

    /**
     * The next batch.
     *
     * @throws IOException
     *             if a shard cannot be read, or more than a tenth of the pictures cannot be decoded
     */
    public ClipBatch next() throws IOException {
        return loader.next();
    }

    @Override
    public void close() throws IOException {
        loader.close();
        order.close();
        ahead.close();
        shards.close();
    }
}
