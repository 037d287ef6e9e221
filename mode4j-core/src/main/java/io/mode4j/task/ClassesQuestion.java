package io.mode4j.task;

import java.io.IOException;
import java.util.SequencedMap;

/** What classifications have in common whose pictures are known. N pictures, K classes. */
interface ClassesQuestion extends Question {

    /** The classes with their prompts. */
    ClassTexts texts();

    @Override
    default SequencedMap<String, Object> description() {
        return texts().description();
    }

    /** A unit vector per class, of all its prompts. */
    @Override
    default float[][] texts(TextFeatures.Encoder encoder) throws IOException {
        return texts().features(encoder);
    }

    /** Logits {@code [N, K]}. */
    @Override
    default ScoreMatrix scores(ModelFeatures model) throws IOException {
        return ScoreMatrix.products(model.pictures().getFirst(), texts(model.texts()), model.logitScale());
    }
}
