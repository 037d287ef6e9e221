package io.mode4j.task;

import io.mode4j.clip.ClipModel;
import io.mode4j.linalg.Vectors;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Text features of tasks: of class names as the mean over prompt templates, of captions as they are. Stateless. */
public final class TextFeatures {

    private static final int CHUNK = 256;

    /** Turns texts into unit vectors: a model's text tower, or the sentence encoder. */
    public interface Encoder {
        /** A vector a text, {@code [texts, dim]}. */
        float[][] encode(List<String> texts) throws IOException;
    }

    private TextFeatures() {}

    /** The text tower of a model. */
    static Encoder of(ClipModel model, Tokenizer tokenizer) {
        int length = model.config().text().contextLength();
        Tokenizer models = tokenizer.cleaning(model.config().text().cleaning());
        return texts -> model.textFeatures(texts.stream().map(text -> models.encode(text, length)).toList());
    }

    /**
     * A unit vector per class: normalised features of its prompts, averaged, normalised again. {@code [classes, dim]}
     *
     * @param prompts of every class, at least one each
     */
    public static float[][] ofClasses(List<List<String>> prompts, Encoder encoder) throws IOException {
        float[][] features = new float[prompts.size()][];
        for (int from = 0; from < features.length;) {
            int to = endOfChunk(prompts, from);
            float[][] encoded = encoder.encode(prompts.subList(from, to).stream().flatMap(List::stream).toList());
            int row = 0;
            for (; from < to; from++) {
                int end = row + prompts.get(from).size();
                features[from] = Vectors.unitMean(Arrays.copyOfRange(encoded, row, end));
                row = end;
            }
        }
        return features;
    }

    private static int endOfChunk(List<List<String>> prompts, int from) {
        int texts = prompts.get(from).size();
        int to = from + 1;
        while (to < prompts.size() && texts + prompts.get(to).size() <= CHUNK) {
            texts += prompts.get(to).size();
            to++;
        }
        return to;
    }

    /** A unit vector per text {@code [texts, dim]}. */
    public static float[][] ofTexts(List<String> texts, Encoder encoder) throws IOException {
        float[][] features = new float[texts.size()][];
        for (int from = 0; from < features.length; from += CHUNK) {
            int to = Math.min(features.length, from + CHUNK);
            System.arraycopy(encoder.encode(texts.subList(from, to)), 0, features, from, to - from);
        }
        return features;
    }
}
