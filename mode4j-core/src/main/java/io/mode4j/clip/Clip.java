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

/**
 * A CLIP to ask: pictures as the bytes of their files, texts as strings, answers as plain arrays. E is the embedding dimension.
 *
 * <p>
 * Safe for use by many threads. Every call after {@link #close} throws {@link IllegalStateException}.
 */
public final class Clip implements VectorSpace {
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

    @Override
    public int dim() {
        return model.config().embedDim();
    }

    /** {@return the factor of the similarities in the logits (exponentiated)} */
    public double logitScale() {
        return model.logitScale();
    }

    /**
     * L2-normalised embeddings [n, E] of pictures.
     *
     * @param pictures
     *            whole JPEG, PNG or WebP files
     * @throws UndecodableImageException
     *             if one is none, or is damaged
     */
    @Override
    public float[][] imageFeatures(List<byte[]> pictures) throws UndecodableImageException {
        return imageFeatures(images.decode(pictures, model.config().vision().imageSize()), pictures.size());
    }

    /**
     * L2-normalised embeddings [n, E] of pictures that are decoded.
     *
     * @param pixels
     *            [n, 3, S, S] unsigned bytes, RGB, S the model's image size
     */
    public float[][] imageFeatures(byte[] pixels, int n) {
        return model.imageFeatures(pixels, n);
    }

    /** {@return L2-normalised embeddings [n, E] of texts, each cut to the model's context} */
    @Override
    public float[][] textFeatures(List<String> texts) {
        return model.textFeatures(texts.stream().map(this::tokens).toList());
    }

    @Override
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
