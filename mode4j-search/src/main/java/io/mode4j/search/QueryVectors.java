package io.mode4j.search;

import io.mode4j.clip.VectorSpace;
import io.mode4j.linalg.Vectors;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is asked, as a vector: a text, a picture, or both. Stateless. */
public final class QueryVectors {
    private QueryVectors() {}

    /**
     * {@return the vector [dim] of a text, whose inner products are the model's similarities; of a picture, divided by the number of parts, so that the picture itself has
     * similarity 1; of both the sum of the two, each of length one; empty without either}
     *
     * @param of    the index that is asked
     * @throws io.mode4j.image.UndecodableImageException if the picture is none, or is damaged
     * @throws IOException if a model that is needed cannot be loaded
     */
    public static Optional<float[]> of(VectorSpace space, IndexDescription of, Optional<String> text, Optional<byte[]> picture)
            throws IOException {
        if (text.isEmpty() && picture.isEmpty()) {
            return Optional.empty();
        }
        float[] ofText = text.isPresent() ? space.textFeatures(List.of(text.get()))[0] : new float[0];
        if (picture.isEmpty()) {
            return Optional.of(ofText);
        }
        float[] ofPicture = space.imageFeatures(List.of(picture.get()))[0];
        if (text.isEmpty()) {
            for (int i = 0; i < ofPicture.length; i++) {
                ofPicture[i] /= of.parts().size();
            }
            return Optional.of(ofPicture);
        }
        Vectors.normalize(ofText, 0, ofText.length);
        Vectors.normalize(ofPicture, 0, ofPicture.length);
        for (int i = 0; i < ofText.length; i++) {
            ofText[i] += ofPicture[i];
        }
        return Optional.of(ofText);
    }
}
