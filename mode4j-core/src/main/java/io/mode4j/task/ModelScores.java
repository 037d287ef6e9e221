package io.mode4j.task;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipModel;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.progress.Progress;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One model's answers: its features of all pictures of a source, and what follows from them for each task. Borrows the model. */
final class ModelScores {

    private static final int BATCH = 256;

    private final ClipModel model;
    private final TextFeatures.Encoder texts;
    private final float[][] images;

    private ModelScores(ClipModel model, TextFeatures.Encoder texts, float[][] images) {
        this.model = model;
        this.texts = texts;
        this.images = images;
    }

    /** Shows the model all pictures, a batch at a time. */
    static ModelScores of(ClipModel model, Tokenizer tokenizer, DecodedPictures pictures, Progress.Bar bar) throws IOException {
        float[][] images = new float[pictures.count()][];
        for (int from = 0; from < images.length; from += BATCH) {
            int n = Math.min(BATCH, images.length - from);
            System.arraycopy(model.imageFeatures(pictures.pixels(from, n), n), 0, images, from, n);
            bar.advance(n);
        }
        return new ModelScores(model, TextFeatures.of(model, tokenizer), images);
    }

    /** Writes logits {@code [N, T]} of a classification, similarities {@code [T, N]} of a retrieval. */
    void write(FileLayer files, TaskRows rows, Path target) throws IOException {
        float[][] ofTask = new float[rows.size()][];
        for (int i = 0; i < ofTask.length; i++) {
            ofTask[i] = images[rows.row(i)];
        }
        switch (rows.task()) {
            case Classification task -> {
                float[][] classifier = TextFeatures.ofClasses(task, rows.classes(task), texts);
                write(files, target, ofTask, classifier, model.logitScale());
            }
            case Retrieval _ -> {
                List<String> captions = rows.texts();
                write(files, target, TextFeatures.ofTexts(captions, texts), ofTask, 1);
            }
        }
    }

    private static void write(FileLayer files, Path target, float[][] left, float[][] right, double factor) throws IOException {
        Npy.writeMatrix(files, target, Dtype.FLOAT32, left.length, right.length, new Products(left, right, factor));
    }
}
