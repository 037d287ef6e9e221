package io.mode4j.clip;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Texts and pictures in one list, as frameworks ask for them. */
public final class VectorInputs {
    private static final int BATCH = 32; // computed together: pixels of any number would not fit

    private VectorInputs() {}

    /**
     * Vectors [n, dim] in the order of the inputs.
     *
     * @throws io.mode4j.image.UndecodableImageException if a picture is none, or is damaged
     * @throws IOException                               if a model that is needed cannot be loaded
     */
    public static float[][] features(VectorSpace space, List<VectorInput> inputs) throws IOException {
        float[][] vectors = new float[inputs.size()][];
        fill(vectors, inputs, VectorInput.Text.class, texts -> space.textFeatures(texts.stream().map(VectorInput.Text::text).toList()));
        fill(vectors, inputs, VectorInput.Picture.class,
                pictures -> space.imageFeatures(pictures.stream().map(VectorInput.Picture::file).toList()));
        return vectors;
    }

    /** How many tokens the texts have, as the models read them; pictures have none. */
    public static int tokens(VectorSpace space, List<VectorInput> inputs) {
        return inputs.stream().mapToInt(input -> input instanceof VectorInput.Text(String text) ? space.tokens(text).length : 0).sum();
    }

    private static <I extends VectorInput> void fill(float[][] vectors, List<VectorInput> inputs, Class<I> kind, Features<I> features)
            throws IOException {
        int[] rows = IntStream.range(0, inputs.size()).filter(row -> kind.isInstance(inputs.get(row))).toArray();
        for (int from = 0; from < rows.length; from += BATCH) {
            int[] batch = Arrays.copyOfRange(rows, from, Math.min(from + BATCH, rows.length));
            float[][] found = features.of(Arrays.stream(batch).mapToObj(row -> kind.cast(inputs.get(row))).toList());
            for (int i = 0; i < batch.length; i++) {
                vectors[batch[i]] = found[i];
            }
        }
    }

    /** Vectors [n, dim] of inputs of one kind. */
    @FunctionalInterface
    private interface Features<I> {
        float[][] of(List<I> inputs) throws IOException;
    }
}
