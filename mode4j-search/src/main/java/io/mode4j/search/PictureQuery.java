package io.mode4j.search;

import java.util.Optional;

/**
 * A question to an index. With a vector and words, the order is that of both lists fused by reciprocal ranks; with neither the pictures come in the order in which they were added.
 *
 * @param vector      a text's or a picture's, of any length but zero, with as many numbers as the index's vectors ({@link QueryVectors})
 * @param words       looked for in the captions
 * @param k           how many pictures, at least 1
 * @param where       which pictures count ({@link Where})
 * @param deduplicate whether near copies of a picture are folded into it
 */
public record PictureQuery(Optional<float[]> vector, Optional<String> words, int k, Optional<String> where, boolean deduplicate) {
    /** Checks the number. */
    public PictureQuery {
        if (k < 1) {
            throw new IllegalArgumentException("option k expects a number of at least 1, found " + k);
        }
    }
}
