package io.mode4j.clip;

/**
 * One batch of image-caption pairs. n pairs, L tokens of the longest caption, S the image size.
 *
 * <p>
 * The arrays belong to whoever receives the batch; nobody else keeps a reference.
 *
 * @param size
 *            n
 * @param pixels
 *            {@code [n, 3, S, S]} unsigned bytes, RGB
 * @param tokens
 *            {@code [n, L]}, padded behind the end token with 0
 * @param length
 *            L
 * @param captionIds
 *            {@code [n]}; equal numbers mean texts of equal tokens, and such pairs are not negatives of each other
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of buffers: never compared, never kept
public record ClipBatch(int size, byte[] pixels, int[] tokens, int length, int[] captionIds) {

    /** Checks that the arrays' lengths agree. */
    public ClipBatch {
        if (size < 1 || length < 2 || pixels.length == 0 || pixels.length % size != 0 || tokens.length != size * length
                || captionIds.length != size) {
            throw new IllegalArgumentException(
                    "batch of " + size + " with captions of " + length + " tokens: found " + pixels.length + " pixel bytes, "
                            + tokens.length + " tokens, " + captionIds.length + " caption ids");
        }
    }
}
