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
        Optional<float[]> ofText = text.isEmpty() ? Optional.empty() : Optional.of(space.textFeatures(List.of(text.get()))[0]);
        Optional<float[]> ofPicture = picture.isEmpty() ? Optional.empty() : Optional.of(space.imageFeatures(List.of(picture.get()))[0]);
        return of(of, ofText, ofPicture);
    }

    /** {@return the same of vectors that the model has made; they are changed} */
    public static Optional<float[]> of(IndexDescription of, Optional<float[]> text, Optional<float[]> picture) {
        if (picture.isEmpty()) {
            return text;
        }
        float[] ofPicture = picture.get();
        if (text.isEmpty()) {
            for (int i = 0; i < ofPicture.length; i++) {
                ofPicture[i] /= of.parts().size();
            }
            return picture;
        }
        float[] ofText = text.get();
        Vectors.normalize(ofText, 0, ofText.length);
        Vectors.normalize(ofPicture, 0, ofPicture.length);
        for (int i = 0; i < ofText.length; i++) {
            ofText[i] += ofPicture[i];
        }
        return text;
    }
}
