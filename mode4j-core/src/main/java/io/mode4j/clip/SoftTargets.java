package io.mode4j.clip;

/**
 * What teachers say of the n pairs of a batch (Hinton et al. 2015), for a student that learns from them beside the pairs: the product of an image's vector and a text's is the
 * teachers' logit of the two, D numbers each. The loss is then {@code (1 - weight)} times that of the pairs and {@code weight} times the mean of two divergences KL(teachers ‖ student),
 * of each image among the texts and of each text among the images.
 *
 * @param vectors
 *            {@code [n, 2, D]}, of all processes: an image's vector, then that of its text, with all factors of the logits
 * @param dim
 *            D
 * @param weight
 *            from 0, the pairs alone, to 1, the teachers alone
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of buffers: never compared, never kept
public record SoftTargets(float[] vectors, int dim, double weight) {

    /** Checks the ranges. */
    public SoftTargets {
        if (dim < 1 || vectors.length % (2 * dim) != 0 || !(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("soft targets [n, 2, %d] of a weight between 0 and 1: found %d numbers and weight %s"
                    .formatted(dim, vectors.length, weight));
        }
    }

    /** {@return n} */
    public int pairs() {
        return vectors.length / (2 * dim);
    }
}
