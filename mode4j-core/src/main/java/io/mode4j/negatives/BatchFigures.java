package io.mode4j.negatives;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** The figures of one batch of n pairs, from its similarities {@code [n, n]} (picture by caption) and from the reasons why negatives are likely false. Immutable. */
final class BatchFigures {
    private final float[][] similarities;
    private final byte[][] reasons;
    private final double scale;

    /**
     * @param similarities cosines {@code [n, n]}, n at least 2
     * @param reasons      {@code [n, n]}, of {@link LikelyFalse}
     * @param scale        of the cosines in the logits
     */
    BatchFigures(float[][] similarities, byte[][] reasons, double scale) {
        this.similarities = similarities;
        this.reasons = reasons;
        this.scale = scale;
    }

    /**
     * The figures of a batch.
     *
     * @param batch {@code [n]} pairs, none of which has an undecodable picture; n at least 2
     */
    static Map<Figure, Double> of(int[] batch, LikelyFalse likely) throws IOException {
        PairFeatures features = likely.features();
        return new BatchFigures(features.similarities(batch), likely.reasons(batch), features.logitScale()).values();
    }

    /** Every figure; NaN where it cannot be measured. */
    Map<Figure, Double> values() {
        Map<Figure, Double> values = new EnumMap<>(Figure.class);
        values.put(Figure.EQUAL_CAPTIONS, share(LikelyFalse.EQUAL_CAPTIONS));
        values.put(Figure.NEAR_EMBEDDINGS, share(LikelyFalse.NEAR_EMBEDDINGS));
        values.put(Figure.NEAR_PICTURES, share(LikelyFalse.NEAR_PICTURES));
        values.put(Figure.LIKELY_FALSE, share(LikelyFalse.ANY));
        Direction captions = new Direction();
        Direction pictures = new Direction();
        for (int i = 0; i < similarities.length; i++) {
            captions.add(similarities[i], reasons[i], i, scale);
            pictures.add(column(similarities, i), reasons[i], i, scale);
        }
        for (Figure figure : Direction.FIGURES) {
            values.put(figure, (captions.value(figure) + pictures.value(figure)) / 2);
        }
        return values;
    }

    private static float[] column(float[][] matrix, int j) {
        float[] column = new float[matrix.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = matrix[i][j];
        }
        return column;
    }

    /** The share of the negatives for which one of these reasons is true. */
    private double share(int some) {
        int n = reasons.length;
        long found = 0;
        for (byte[] row : reasons) {
            for (byte reason : row) {
                found += (reason & some) == 0 ? 0 : 1;
            }
        }
        return found / ((double) n * (n - 1));
    }
}
