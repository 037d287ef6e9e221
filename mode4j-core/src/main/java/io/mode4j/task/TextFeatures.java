package io.mode4j.task;

import io.mode4j.clip.ClipModel;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Text features of tasks: of class names as the mean over prompt templates, of captions as they are. Stateless. */
final class TextFeatures {

    private static final int CHUNK = 256;

    /** Turns texts into unit vectors: a model's text tower, or the sentence encoder. */
    interface Encoder {
        float[][] encode(List<String> texts) throws IOException;
    }

    private TextFeatures() {}

    /** The text tower of a model. */
    static Encoder of(ClipModel model, Tokenizer tokenizer) {
        int length = model.config().text().contextLength();
        return texts -> model.textFeatures(texts.stream().map(text -> tokenizer.encode(text, length)).toList());
    }

    /** A unit vector per class: normalised features of its prompts, averaged, normalised again. {@code [classes, dim]} */
    static float[][] ofClasses(Classification task, List<ClassName> classes, Encoder encoder) throws IOException {
        float[][] features = new float[classes.size()][];
        int templates = task.templates().size();
        int step = Math.max(1, CHUNK / templates);
        for (int from = 0; from < classes.size(); from += step) {
            int to = Math.min(classes.size(), from + step);
            List<String> prompts = new ArrayList<>();
            for (ClassName one : classes.subList(from, to)) {
                prompts.addAll(task.prompts(one.words()));
            }
            float[][] encoded = encoder.encode(prompts);
            for (int k = from; k < to; k++) {
                features[k] = normalisedMean(encoded, (k - from) * templates, templates);
            }
        }
        return features;
    }

    /** A unit vector per text {@code [texts, dim]}. */
    static float[][] ofTexts(List<String> texts, Encoder encoder) throws IOException {
        float[][] features = new float[texts.size()][];
        for (int from = 0; from < features.length; from += CHUNK) {
            int to = Math.min(features.length, from + CHUNK);
            System.arraycopy(encoder.encode(texts.subList(from, to)), 0, features, from, to - from);
        }
        return features;
    }

    private static float[] normalisedMean(float[][] rows, int from, int count) {
        double[] sums = new double[rows[from].length];
        for (int r = from; r < from + count; r++) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += rows[r][i];
            }
        }
        double squares = 0;
        for (double sum : sums) {
            squares += sum * sum;
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / Math.sqrt(squares));
        }
        return mean;
    }
}
