package io.mode4j.clip;

import java.util.List;

/**
 * What a CLIP says of pictures and texts, trained or under training: plain arrays in, plain arrays out. n images or texts, E the embedding dimension. Asking changes
 * nothing. Every call after the model was closed throws {@link IllegalStateException}.
 */
public interface ClipFeatures {

    /** The model's architecture. */
    ClipConfig config();

    /**
     * L2-normalised embeddings {@code [n, E]}.
     *
     * @param pixels
     *            {@code [n, 3, S, S]} unsigned bytes, RGB, S the model's image size
     * @throws IllegalArgumentException
     *             if the array's length is not that of n images
     */
    float[][] imageFeatures(byte[] pixels, int n);

    /**
     * L2-normalised embeddings {@code [n, E]}; a text's embedding does not depend on the others of the call.
     *
     * @param tokens
     *            n texts, each start token … end token, unpadded
     * @throws IllegalArgumentException
     *             if a text is empty, longer than the context or holds an id outside the vocabulary
     */
    float[][] textFeatures(List<int[]> tokens);

    /** Factor of the similarities in the logits (exponentiated). */
    double logitScale();

    /** What is added to the scaled similarities in the logits: SigLIP's bias; 0 for models without one. */
    double logitBias();
}
