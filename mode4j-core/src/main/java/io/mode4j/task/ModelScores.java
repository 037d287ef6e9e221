package io.mode4j.task;

import io.mode4j.clip.ClipModel;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** One model's features of all pictures of some sources, and the parts of them that a task uses. Borrows the model. */
final class ModelScores {

    private static final int BATCH = 256;

    private final ClipModel model;
    private final TextFeatures.Encoder texts;
    private final List<float[][]> bySource = new ArrayList<>();

    private ModelScores(ClipModel model, TextFeatures.Encoder texts) {
        this.model = model;
        this.texts = texts;
    }

    /** Shows the model all pictures, a batch at a time. */
    static ModelScores of(ClipModel model, Tokenizer tokenizer, List<DecodedPictures> sources, LongConsumer advanced) throws IOException {
        ModelScores scores = new ModelScores(model, TextFeatures.of(model, tokenizer));
        for (DecodedPictures source : sources) {
            scores.bySource.add(features(model, source, advanced));
        }
        return scores;
    }

    /** Features of all decoded pictures {@code [N, E]}, a batch at a time. */
    static float[][] features(ClipModel model, DecodedPictures pictures, LongConsumer advanced) throws IOException {
        float[][] features = new float[pictures.count()][];
        try (FileChannel pixels = pictures.open()) {
            for (int from = 0; from < features.length; from += BATCH) {
                int n = Math.min(BATCH, features.length - from);
                System.arraycopy(model.imageFeatures(pictures.pixels(pixels, from, n), n), 0, features, from, n);
                advanced.accept(n);
            }
        }
        return features;
    }

    /** The features of a task's pictures. */
    ModelFeatures of(Asked task) {
        return new ModelFeatures(task.sources().stream().map(source -> source.of(bySource.get(source.pictures()))).toList(), texts,
                model.logitScale());
    }
}
