package io.mode4j.clip;

import java.util.stream.IntStream;

/**
 * Loss and recall@1 of n pairs, from the similarities {@code [n, n]} of every picture (row) with every caption (column). Pairs with the same caption number have the
 * same caption: each is a right answer to the other, and none is the other's negative. Immutable.
 */
public final class ValidationMeasures {

    private final float[][] similarities;
    private final int[] captionIds;

    /**
     * @param images
     *            {@code [n, E]}, of length 1
     * @param texts
     *            {@code [n, E]}, of length 1
     * @param captionIds
     *            {@code [n]}
     */
    public ValidationMeasures(float[][] images, float[][] texts, int[] captionIds) {
        this.similarities = new float[images.length][texts.length];
        this.captionIds = captionIds;
        IntStream.range(0, images.length).parallel().forEach(i -> {
            for (int j = 0; j < texts.length; j++) {
                similarities[i][j] = dot(images[i], texts[j]);
            }
        });
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Share of the pictures whose nearest caption is their own. */
    public double imageToTextRecall() {
        return recall((image, text) -> similarities[image][text]);
    }

    /** Share of the captions whose nearest picture is their own. */
    public double textToImageRecall() {
        return recall((text, image) -> similarities[image][text]);
    }

    private interface Similarity {
        float of(int query, int candidate);
    }

    private double recall(Similarity similarity) {
        int right = 0;
        for (int query = 0; query < captionIds.length; query++) {
            int best = 0;
            for (int candidate = 1; candidate < captionIds.length; candidate++) {
                if (similarity.of(query, candidate) > similarity.of(query, best)) {
                    best = candidate;
                }
            }
            right += captionIds[best] == captionIds[query] ? 1 : 0;
        }
        return (double) right / captionIds.length;
    }

    /**
     * CLIP's loss, averaged over parts of {@code size} pairs (of all, if there are fewer), so that it can be compared with the loss of batches of that size. The last part
     * overlaps the one before when the pairs cannot be cut evenly.
     *
     * @param scale
     *            of the similarities in the logits
     */
    public double contrastiveLoss(int size, double scale) {
        return overParts(size, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                int own = i;
                sum += entropy(own, from, to, other -> scale * similarities[own][other]);
                sum += entropy(own, from, to, other -> scale * similarities[other][own]);
            }
            return sum / (2.0 * (to - from));
        });
    }

    /** SigLIP's loss, averaged over parts as {@link #contrastiveLoss}. */
    public double sigmoidLoss(int size, double scale, double bias) {
        return overParts(size, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                for (int j = from; j < to; j++) {
                    double logit = scale * similarities[i][j] + bias;
                    sum += isOther(i, j) ? 0 : softplus(i == j ? -logit : logit);
                }
            }
            return sum / (to - from);
        });
    }

    /** {@code log(1 + exp(x))}, without an overflow. */
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private interface Part {
        double loss(int from, int to);
    }

    private double overParts(int size, Part part) {
        int n = captionIds.length;
        int count = Math.ceilDiv(n, size);
        return IntStream.range(0, count).mapToDouble(p -> {
            int from = Math.max(0, Math.min(p * size, n - size));
            return part.loss(from, Math.min(n, from + size));
        }).sum() / count;
    }

    private interface Logit {
        double with(int other);
    }

    private double entropy(int own, int from, int to, Logit logit) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int other = from; other < to; other++) {
            highest = Math.max(highest, logit.with(other));
        }
        double sum = 0;
        for (int other = from; other < to; other++) {
            sum += isOther(own, other) ? 0 : Math.exp(logit.with(other) - highest);
        }
        return Math.log(sum) + highest - logit.with(own);
    }

    /** Whether two pairs are different ones of the same caption, and so no negatives of each other. */
    private boolean isOther(int i, int j) {
        return i != j && captionIds[i] == captionIds[j];
    }
}
