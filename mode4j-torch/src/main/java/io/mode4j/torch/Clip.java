package io.mode4j.torch;

import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.text.ClipTokenizer;
import io.mode4j.text.Tokenizer;
import io.mode4j.train.ClipConfig;
import io.mode4j.train.ClipModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A CLIP to ask: pictures as the bytes of their files, texts as strings, answers as plain arrays. E is the embedding dimension.
 *
 * <p>
 * Safe for use by many threads. Every call after {@link #close} throws {@link IllegalStateException}.
 */
public final class Clip implements AutoCloseable {
    private static final Tokenizer TOKENIZER = new ClipTokenizer();

    private final ClipModel model;
    private final Images images;

    private Clip(ClipModel model, Images images) {
        this.model = model;
        this.images = images;
    }

    /**
     * Loads a model folder with {@code open_clip_config.json} onto the CPU, with the picture decoder in plain Java; the caller closes it.
     *
     * @throws IOException
     *             if a file is missing, damaged or does not fit the architecture; the message names it
     */
    public static Clip load(Path folder) throws IOException {
        return load(folder, TorchOptions.defaults(), new Images(PictureDecoder.plainJava()));
    }

    /**
     * Loads a model folder with {@code open_clip_config.json}; the caller closes it.
     *
     * @param images
     *            decodes pictures
     * @throws IOException
     *             as {@link #load(Path)}
     */
    public static Clip load(Path folder, TorchOptions options, Images images) throws IOException {
        return new Clip(TorchClipEngine.open(options).load(folder), images);
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
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(images.decode(pictures.get(i), side), 0, pixels, i * 3 * side * side, 3 * side * side);
        }
        return model.imageFeatures(pixels, pictures.size());
    }

    /** {@return L2-normalised embeddings [n, E] of texts, each cut to the model's context} */
    public float[][] textFeatures(List<String> texts) {
        return model.textFeatures(texts.stream().map(this::tokens).toList());
    }

    /** {@return a text's token ids, start to end, cut to the model's context} */
    public int[] tokens(String text) {
        return TOKENIZER.encode(text, model.config().text().contextLength());
    }

    /**
     * Zero-shot probabilities [pictures, labels]: the softmax of the scaled similarities.
     *
     * @param templates
     *            prompts in which {@code {}} stands for the label; a label's embedding is the mean of its prompts', normalised
     * @throws UndecodableImageException
     *             as {@link #imageFeatures}
     */
    public double[][] classify(List<byte[]> pictures, List<String> labels, List<String> templates) throws UndecodableImageException {
        List<float[]> classes = new ArrayList<>();
        for (String label : labels) {
            classes.add(Similarity.unitMean(textFeatures(templates.stream().map(template -> template.replace("{}", label)).toList())));
        }
        float[][] features = imageFeatures(pictures);
        double scale = model.logitScale();
        double[][] probabilities = new double[features.length][];
        for (int i = 0; i < features.length; i++) {
            float[] image = features[i];
            probabilities[i] = Similarity.softmax(classes.stream().mapToDouble(text -> scale * Similarity.dot(image, text)).toArray());
        }
        return probabilities;
    }

    @Override
    public void close() {
        model.close();
    }
}
