package io.mode4j.negatives;

import io.mode4j.linalg.Products;
import java.io.IOException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What is known of n pairs. E is the dimension of the model, D that of the embeddings.
 *
 * @param images     unit vectors {@code [n, E]}; of length 0 where the picture cannot be decoded
 * @param captions   {@code [n]}, which text each pair has
 * @param texts      unit vectors {@code [texts, E]} of the different captions
 * @param embeddings unit vectors {@code [n, D]}, what the run was clustered by
 * @param thumbnails {@code [n]}, of {@link Thumbnail}
 * @param logitScale factor of the cosines in the model's logits
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of buffers
record PairFeatures(float[][] images, int[] captions, float[][] texts, float[][] embeddings, byte[][] thumbnails, double logitScale) {

    boolean isWhole(int pair) {
        return images[pair].length > 0;
    }

    /** Cosines {@code [n, n]} of the pictures of n pairs (rows) and their captions, to the model. */
    float[][] similarities(int[] batch) throws IOException {
        return products(batch, pair -> images[pair], pair -> texts[captions[pair]]);
    }

    /** Cosines {@code [n, n]} of the embeddings of n pairs. */
    float[][] nearness(int[] batch) throws IOException {
        return products(batch, pair -> embeddings[pair], pair -> embeddings[pair]);
    }

    private static float[][] products(int[] batch, IntFunction<float[]> left, IntFunction<float[]> right) throws IOException {
        Products rows = new Products(vectors(batch, left), vectors(batch, right), 1);
        float[][] products = new float[batch.length][batch.length];
        for (int i = 0; i < batch.length; i++) {
            rows.row(i, products[i]);
        }
        return products;
    }

    private static float[][] vectors(int[] batch, IntFunction<float[]> of) {
        return IntStream.of(batch).mapToObj(of).toArray(float[][]::new);
    }
}
