package io.mode4j.clip;

import java.io.IOException;
import java.util.List;

/**
 * Pictures and texts as vectors of one space, in which inner products are similarities: what an index for search holds. Safe for use by many threads.
 */
public interface VectorSpace extends AutoCloseable {

    /** {@return how many numbers a vector has} */
    int dim();

    /**
     * Vectors [n, dim] of pictures.
     *
     * @param pictures
     *            whole JPEG, PNG or WebP files
     * @throws io.mode4j.image.UndecodableImageException
     *             if one is none, or is damaged
     * @throws IOException
     *             if a model that is needed cannot be loaded
     */
    float[][] imageFeatures(List<byte[]> pictures) throws IOException;

    /**
     * Vectors [n, dim] of texts.
     *
     * @throws IOException
     *             if a model that is needed cannot be loaded
     */
    float[][] textFeatures(List<String> texts) throws IOException;

    /** {@return a text's token ids, start to end, cut to the models' context: what computing its vector costs} */
    int[] tokens(String text);

    /** Frees the models; may be called more than once. */
    @Override
    void close();
}
