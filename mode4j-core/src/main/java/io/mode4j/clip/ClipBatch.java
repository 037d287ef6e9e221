package io.mode4j.clip;

import org.jspecify.annotations.Nullable;

/**
 * One batch of image-caption pairs, or the part of it that a process holds when several train one model. k pairs, n of all processes, L tokens of the longest caption, S the image size.
 *
 * <p>
 * The arrays belong to whoever receives the batch; nobody else keeps a reference.
 *
 * @param size
 *            k
 * @param pixels
 *            {@code [k, 3, S, S]} unsigned bytes, RGB
 * @param tokens
 *            {@code [k, L]}, padded behind the end token with 0
 * @param length
 *            L
 * @param captionIds
 *            {@code [n]}, of all processes; equal numbers mean texts of equal tokens, and such pairs are not negatives of each other
 * @param share
 *            which of the n pairs these are
 * @param softTargets
 *            what teachers say of the n pairs; null where there are none
 * @param nearCaptions
 *            how alike the captions are; null where all that are not equal are negatives
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of buffers: never compared, never kept
public record ClipBatch(int size, byte[] pixels, int[] tokens, int length, int[] captionIds, BatchShare share,
        @Nullable SoftTargets softTargets, @Nullable NearCaptions nearCaptions) {

    /** Checks that the arrays' lengths agree. */
    public ClipBatch {
        boolean fits = size == 0 ? pixels.length == 0 : size > 0 && pixels.length > 0 && pixels.length % size == 0;
        if (!fits || share.total() < 1 || length < 2 || tokens.length != size * length || share.places().length != size
                || captionIds.length != share.total()) {
            throw new IllegalArgumentException(
                    "batch of " + size + " with captions of " + length + " tokens: found " + pixels.length + " pixel bytes, "
                            + tokens.length + " tokens, " + captionIds.length + " caption ids");
        }
        if (softTargets != null && softTargets.pairs() != share.total()) {
            throw new IllegalArgumentException(
                    "batch of %d pairs: found soft targets of %d".formatted(share.total(), softTargets.pairs()));
        }
        if (nearCaptions != null && nearCaptions.pairs() != share.total()) {
            throw new IllegalArgumentException(
                    "batch of %d pairs: found vectors of %d captions".formatted(share.total(), nearCaptions.pairs()));
        }
    }

    /** A batch without teachers, in which all are negatives that are not equal. */
    public ClipBatch(int size, byte[] pixels, int[] tokens, int length, int[] captionIds, BatchShare share) {
        this(size, pixels, tokens, length, captionIds, share, null, null);
    }

    /** A whole batch, held by one process. */
    public ClipBatch(int size, byte[] pixels, int[] tokens, int length, int[] captionIds) {
        this(size, pixels, tokens, length, captionIds, BatchShare.all(size));
    }
}
