package io.mode4j.train;

import io.mode4j.artifact.RandomStream;
import io.mode4j.image.Augmentation;
import io.mode4j.image.Images;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link Example} of a draw: picture bytes, decoded and augmented; a caption, tokenised. What is drawn depends on (seed, epoch, row)
 * alone; what teachers and embeddings say of the pair does not follow it. Safe for use by many threads.
 */
record ExampleReader(ShardImages shards, Images images, Tokenizer tokenizer, int imageSize,
        int contextLength, Augmentation augmentation, long seed, Distillation.@Nullable Teachers teachers,
        @Nullable CaptionEmbeddings embeddings) {
    private static final float[] NONE = {};

    Example read(Draw draw) throws IOException {
        return read(draw, fetch(draw));
    }

    /** {@return the picture as its shard has it} */
    byte[] fetch(Draw draw) throws IOException {
        Pair pair = draw.pair();
        return shards.read(pair.shard(), pair.offset(), pair.length());
    }

    /** {@return whether pictures take long to come, and so many are asked for at once} */
    boolean isFar() {
        return shards.areFar();
    }

    Example read(Draw draw, byte[] encoded) {
        Pair pair = draw.pair();
        RandomGenerator random = RandomStream.of(seed, "sample", draw.epoch(), pair.row());
        int[] tokens = tokenizer.encode(caption(pair.captions(), random), contextLength);
        try {
            byte[] pixels = images.decode(encoded, imageSize, augmentation, random);
            return new Example(pixels, tokens, teachers == null ? NONE : teachers.vectors(pair),
                    embeddings == null ? NONE : embeddings.of(pair), null);
        } catch (UndecodableImageException e) {
            return Example.undecodable(e.kind());
        }
    }

    private static String caption(List<String> captions, RandomGenerator random) {
        return captions.size() == 1 || random.nextBoolean() ? captions.getFirst() : captions.get(1 + random.nextInt(captions.size() - 1));
    }
}
