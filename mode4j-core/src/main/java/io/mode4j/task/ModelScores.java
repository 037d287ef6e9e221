package io.mode4j.task;

import io.mode4j.clip.ClipModel;
import io.mode4j.progress.Progress;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One model's features of all pictures of some sources, and the parts of them that a task uses. Borrows the model. */
final class ModelScores {

    private static final int BATCH = 256;

    private final ClipModel model;
    private final TextFeatures.Encoder texts;
    private final Map<PictureSource, float[][]> bySource = new LinkedHashMap<>();

    private ModelScores(ClipModel model, TextFeatures.Encoder texts) {
        this.model = model;
        this.texts = texts;
    }

    /** Shows the model all pictures, a batch at a time. */
    static ModelScores of(ClipModel model, Tokenizer tokenizer, SharedPictures pictures, Progress.Bar bar) throws IOException {
        ModelScores scores = new ModelScores(model, TextFeatures.of(model, tokenizer));
        for (Map.Entry<PictureSource, DecodedPictures> source : pictures.bySource().entrySet()) {
            scores.bySource.put(source.getKey(), features(model, source.getValue(), bar));
        }
        return scores;
    }

    /** Features of all decoded pictures {@code [N, E]}, a batch at a time. */
    static float[][] features(ClipModel model, DecodedPictures pictures, Progress.Bar bar) throws IOException {
        float[][] features = new float[pictures.count()][];
        for (int from = 0; from < features.length; from += BATCH) {
            int n = Math.min(BATCH, features.length - from);
            System.arraycopy(model.imageFeatures(pictures.pixels(from, n), n), 0, features, from, n);
            bar.advance(n);
        }
        return features;
    }

    /** The features of a task's pictures. */
    ModelFeatures of(List<TaskRows> rows) {
        return new ModelFeatures(rows.stream().map(source -> source.of(bySource.getOrDefault(source.pictures(), new float[0][]))).toList(),
                texts, model.logitScale());
    }
}
