package io.mode4j.torch;

import io.mode4j.clip.NearCaptions;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Which of the n pairs of a batch are each other's negatives, and how much they count.
 *
 * @param captionIds
 *            [n], int64; pairs of equal numbers are no negatives of each other
 * @param near
 *            what is known of captions that are not equal
 * @param vectors
 *            [n, D], those of {@code near} where the loss is computed; null without
 */
record Negatives(Tensor captionIds, @Nullable NearCaptions near, @Nullable Tensor vectors) {

    /** All pairs are negatives whose numbers are not equal. */
    static Negatives of(Tensor captionIds) {
        return new Negatives(captionIds, null, null);
    }

    /** {@return n} */
    long pairs() {
        return captionIds.size(0);
    }

    /** {@return [k, n], bool: pairs that are no negatives of the k from the given one on; each is its own pair, and not among them} */
    Tensor none(long from, long k) {
        Tensor none = captionIds.narrow(0, from, k).unsqueeze(1).eq(captionIds.unsqueeze(0));
        if (near != null && vectors != null && near.masked()) {
            none.logical_or_(cosines(vectors, from, k).ge(Tensors.scalar(near.from())));
        }
        none.diagonal(from, 0, 1).fill_(Tensors.scalar(0));
        return none;
    }

    /** Adds to logits [k, n] the logarithm of how much each pair counts as a negative. */
    void weigh(Tensor logits, long from) {
        if (near != null && vectors != null && !near.masked()) {
            Tensor shares = cosines(vectors, from, logits.size(0)).neg_()
                    .add_(Tensors.scalar(1))
                    .mul_(Tensors.scalar(1 / (1 - near.from())))
                    .clamp_min_(Tensors.scalar(0))
                    .clamp_max_(Tensors.scalar(1));
            shares.diagonal(from, 0, 1).fill_(Tensors.scalar(1));
            logits.add_(shares.log_());
        }
    }

    private static Tensor cosines(Tensor vectors, long from, long k) {
        return vectors.narrow(0, from, k).matmul(vectors.t());
    }
}
