package io.mode4j.negatives;

import java.io.IOException;

/**
 * Why pairs are likely false negatives of each other: what one of them shows may as well be what the other one says. Immutable.
 *
 * @param features  of the pairs
 * @param threshold from which cosine on embeddings are near
 */
record LikelyFalse(PairFeatures features, double threshold) {
    /** Their captions are the same to the model. */
    static final int EQUAL_CAPTIONS = 1;
    /** Their embeddings are near, and their captions differ. */
    static final int NEAR_EMBEDDINGS = 2;
    /** Their pictures are nearly the same. */
    static final int NEAR_PICTURES = 4;
    /** One of them. */
    static final int ANY = EQUAL_CAPTIONS | NEAR_EMBEDDINGS | NEAR_PICTURES;

    /**
     * The reasons for every two pairs of a batch {@code [n, n]}, as sums of the constants; 0 where there is none.
     *
     * @param batch {@code [n]} pairs
     */
    byte[][] reasons(int[] batch) throws IOException {
        float[][] nearness = features.nearness(batch);
        byte[][] reasons = new byte[batch.length][batch.length];
        for (int i = 0; i < batch.length; i++) {
            for (int j = 0; j < i; j++) {
                boolean equal = features.captions()[batch[i]] == features.captions()[batch[j]];
                int ofCaptions = equal ? EQUAL_CAPTIONS : nearness[i][j] >= threshold ? NEAR_EMBEDDINGS : 0;
                boolean same = Thumbnail.areNear(features.thumbnails()[batch[i]], features.thumbnails()[batch[j]]);
                reasons[i][j] = (byte) (ofCaptions + (same ? NEAR_PICTURES : 0));
                reasons[j][i] = reasons[i][j];
            }
        }
        return reasons;
    }
}
