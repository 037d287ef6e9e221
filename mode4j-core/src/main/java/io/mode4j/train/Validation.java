package io.mode4j.train;

import io.mode4j.clip.CaptionIds;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipFeatures;
import io.mode4j.clip.ValidationMeasures;
import io.mode4j.image.Images;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Asks a model under training how it does on held-out pairs: the loss of training, and recall@1 both ways. Pictures are read anew each time, {@value #CHUNK} at once, and are
 * seen as in evaluation; those that cannot be decoded are left out. Used by one thread.
 */
final class Validation {

    /** Enough to see a percent, and seconds a time. */
    static final int MOST_PAIRS = 1000;

    private static final int CHUNK = 128;

    private final List<Pair> pairs;
    private final Images images;
    private final Tokenizer tokenizer;

    /** A held-out pair. */
    record Pair(String caption, Picture picture) {}

    /** Where a picture's file is. */
    @FunctionalInterface
    interface Picture {
        byte[] read() throws IOException;
    }

    /**
     * @param pairs
     *            in any order; the first {@value #MOST_PAIRS} are used
     */
    Validation(List<Pair> pairs, Images images, Tokenizer tokenizer) {
        this.pairs = pairs.subList(0, Math.min(pairs.size(), MOST_PAIRS));
        this.images = images;
        this.tokenizer = tokenizer;
    }

    /** How many pairs are looked at. */
    int pairs() {
        return pairs.size();
    }

    /**
     * How the model does.
     *
     * @param batchSize
     *            of training, for a loss that can be compared
     * @throws IOException
     *             if a picture cannot be read
     */
    ValidationResult of(ClipFeatures model, int batchSize) throws IOException {
        List<float[]> imageFeatures = new ArrayList<>();
        List<float[]> textFeatures = new ArrayList<>();
        List<int[]> texts = new ArrayList<>();
        for (int from = 0; from < pairs.size(); from += CHUNK) {
            Chunk chunk = decoded(pairs.subList(from, Math.min(pairs.size(), from + CHUNK)), model.config());
            if (!chunk.texts().isEmpty()) {
                imageFeatures.addAll(Arrays.asList(model.imageFeatures(chunk.pixels(), chunk.texts().size())));
                textFeatures.addAll(Arrays.asList(model.textFeatures(chunk.texts())));
                texts.addAll(chunk.texts());
            }
        }
        ValidationMeasures measures = new ValidationMeasures(imageFeatures.toArray(float[][]::new), textFeatures.toArray(float[][]::new),
                CaptionIds.of(texts));
        double loss = model.config().initLogitBias() == null
                ? measures.contrastiveLoss(batchSize, model.logitScale())
                : measures.sigmoidLoss(batchSize, model.logitScale(), model.logitBias());
        return new ValidationResult(texts.size(), loss, measures.imageToTextRecall(), measures.textToImageRecall());
    }

    /** Pixels {@code [n, 3, S, S]} and the tokens of n captions. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of buffers
    private record Chunk(byte[] pixels, List<int[]> texts) {}

    private Chunk decoded(List<Pair> some, ClipConfig config) throws IOException {
        int size = config.vision().imageSize();
        byte[][] decoded = new byte[some.size()][];
        try {
            IntStream.range(0, decoded.length).parallel().forEach(i -> decoded[i] = pixels(some.get(i), size));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        int[] kept = IntStream.range(0, decoded.length).filter(i -> decoded[i].length > 0).toArray();
        int area = 3 * size * size;
        byte[] pixels = new byte[kept.length * area];
        for (int k = 0; k < kept.length; k++) {
            System.arraycopy(decoded[kept[k]], 0, pixels, k * area, area);
        }
        int length = config.text().contextLength();
        return new Chunk(pixels, IntStream.of(kept).mapToObj(i -> tokenizer.encode(some.get(i).caption(), length)).toList());
    }

    private byte[] pixels(Pair pair, int size) {
        try {
            return images.decode(pair.picture().read(), size);
        } catch (UndecodableImageException _) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
