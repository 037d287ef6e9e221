package io.mode4j.clip;

/**
 * How alike the captions of a batch's n pairs are by a sentence encoder, so that pairs which say nearly the same count less as each other's negatives: two whose vectors have a cosine c
 * of at least {@code from} are none at all, where such are masked; else they count {@code (1 - c) / (1 - from)}, their share of the sums of exponentials that the loss is made of.
 *
 * @param vectors
 *            {@code [n, D]}, rows of length 1
 * @param dim
 *            D
 * @param from
 *            a cosine below 1
 * @param masked
 *            whether near pairs are masked
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of buffers: never compared, never kept
public record NearCaptions(float[] vectors, int dim, double from, boolean masked) {

    /** Checks the ranges. */
    public NearCaptions {
        if (dim < 1 || vectors.length % dim != 0 || !(from > -1 && from < 1)) {
            throw new IllegalArgumentException("near captions [n, %d] from a cosine above -1 and below 1: found %d numbers and %s"
                    .formatted(dim, vectors.length, from));
        }
    }

    /** {@return n} */
    public int pairs() {
        return vectors.length / dim;
    }
}
