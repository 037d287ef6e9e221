package io.mode4j.clip;

import io.mode4j.artifact.BadInputException;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.linalg.Softmax;
import io.mode4j.linalg.Vectors;
import io.mode4j.text.ClipTokenizer;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A CLIP to ask: pictures as the bytes of their files, texts as strings, answers as plain arrays. E is the embedding dimension.
 *
 * <p>
 * Safe for use by many threads. Every call after {@link #close} throws {@link IllegalStateException}.
 */
public final class Clip implements AutoCloseable {
    private final ClipModel model;
    private final Images images;
    private final Tokenizer tokenizer;

    private Clip(ClipModel model, Images images, Tokenizer tokenizer) {
        this.model = model;
        this.images = images;
        this.tokenizer = tokenizer;
    }

    /**
     * Loads a model folder with {@code open_clip_config.json}, with CLIP's tokenizer and the picture decoder in plain Java; the caller closes it.
     *
     * @param engine
     *            computes
     * @throws IOException
     *             if a file is missing, damaged or does not fit the architecture; the message names it
     */
    public static Clip load(Path folder, ClipEngine engine) throws IOException {
        return load(folder, engine, new Images(PictureDecoder.plainJava()), new ClipTokenizer());
    }

    /**
     * Loads a model folder with {@code open_clip_config.json}; the caller closes it.
     *
     * @param engine
     *            computes
     * @param images
     *            decodes pictures
     * @param tokenizer
     *            has the vocabulary that the model was trained with; how it cleans is the model's
     * @throws IOException
     *             as {@link #load(Path, ClipEngine)}, and if the tokenizer has more ids than the model
     */
    public static Clip load(Path folder, ClipEngine engine, Images images, Tokenizer tokenizer) throws IOException {
        ClipModel model = engine.load(folder);
        int ids = model.config().text().vocabSize();
        if (tokenizer.vocabSize() > ids) {
            model.close();
            throw new BadInputException(folder + ": expected a model for the tokenizer's " + tokenizer.vocabSize() + " ids, found one of "
                    + ids + "; give the vocabulary that it was trained with");
        }
        return new Clip(model, images, tokenizer.cleaning(model.config().text().cleaning()));
    }

    /** {@return the model's architecture} */
    public ClipConfig config() {
        return model.config();
    }

    /**
     * L2-normalised embeddings [n, E] of pictures.
     *
     * @param pictures
     *            whole JPEG, PNG or WebP files
     * @throws UndecodableImageException
     *             if one is none, or is damaged
     */
    public float[][] imageFeatures(List<byte[]> pictures) throws UndecodableImageException {
        int side = model.config().vision().imageSize();
        byte[] pixels = new byte[Math.multiplyExact(pictures.size(), 3 * side * side)];
        Optional<UndecodableImageException> failure = IntStream.range(0, pictures.size())
                .parallel()
                .mapToObj(i -> decode(pictures.get(i), pixels, i))
                .flatMap(Optional::stream)
                .findFirst();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return model.imageFeatures(pixels, pictures.size());
    }

    /** Puts a picture's pixels in their place; returns what is wrong with it, if something is. */
    private Optional<UndecodableImageException> decode(byte[] picture, byte[] pixels, int place) {
        int side = model.config().vision().imageSize();
        try {
            System.arraycopy(images.decode(picture, side), 0, pixels, place * 3 * side * side, 3 * side * side);
            return Optional.empty();
        } catch (UndecodableImageException e) {
            return Optional.of(e);
        }
    }

    /** {@return L2-normalised embeddings [n, E] of texts, each cut to the model's context} */
    public float[][] textFeatures(List<String> texts) {
        return model.textFeatures(texts.stream().map(this::tokens).toList());
    }

    /** {@return a text's token ids, start to end, cut to the model's context} */
    public int[] tokens(String text) {
        return tokenizer.encode(text, model.config().text().contextLength());
    }

    /**
     * The zero-shot classifier [labels, E]: for each label the mean of its prompts' embeddings, normalised.
     *
     * @param templates
     *            prompts in which {@code {}} stands for the label
     * @throws IllegalArgumentException
     *             if a label is blank, or a template has no place for it
     */
    public float[][] zeroShotClassifier(List<String> labels, List<String> templates) {
        return labels.stream()
                .map(label -> Vectors.unitMean(textFeatures(Prompts.of(label, templates))))
                .toArray(float[][]::new);
    }

    /**
     * Probabilities [pictures, labels]: the softmax of the scaled similarities.
     *
     * @param classifier
     *            of {@link #zeroShotClassifier}
     * @throws UndecodableImageException
     *             as {@link #imageFeatures}
     */
    public double[][] classify(List<byte[]> pictures, float[][] classifier) throws UndecodableImageException {
        double scale = model.logitScale();
        return Arrays.stream(imageFeatures(pictures))
                .map(image -> Softmax.of(
                        Arrays.stream(classifier).mapToDouble(text -> scale * Vectors.dot(image, 0, text, 0, image.length)).toArray()))
                .toArray(double[][]::new);
    }

    @Override
    public void close() {
        model.close();
    }
}
