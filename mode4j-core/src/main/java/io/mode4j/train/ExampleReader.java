package io.mode4j.train;

import io.mode4j.artifact.RandomStream;
import io.mode4j.image.Augmentation;
import io.mode4j.image.Images;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.shard.ShardImages;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * Makes an {@link Example} of one sample: picture bytes, decoded and augmented; a caption, tokenised. What is drawn depends on (seed, epoch, row)
 * alone. Safe for use by many threads.
 */
record ExampleReader(SelectedSamples table, ShardImages shards, Images images, Tokenizer tokenizer, int imageSize,
        int contextLength, Augmentation augmentation, long seed) {

    Example read(int sample, long epoch) throws IOException {
        byte[] encoded = shards.read(table.shard(sample), table.offset(sample), table.length(sample));
        RandomGenerator random = RandomStream.of(seed, "sample", epoch, table.row(sample));
        int[] tokens = tokenizer.encode(caption(sample, random), contextLength);
        try {
            byte[] pixels = images.decode(encoded, imageSize, augmentation, random);
            return new Example(sample, pixels, tokens, null);
        } catch (UndecodableImageException e) {
            return Example.undecodable(sample, e.kind());
        }
    }

    private String caption(int sample, RandomGenerator random) {
        int captions = table.captions(sample);
        return captions == 0 || random.nextBoolean()
                ? table.clustered(sample)
                : table.caption(sample, random.nextInt(captions));
    }
}
