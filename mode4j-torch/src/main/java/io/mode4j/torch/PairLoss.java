package io.mode4j.torch;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A loss over n pairs and its gradients by the k of them that a rank computes, all of them tensors of the caller's scope without a graph.
 *
 * @param value
 *            the loss, a scalar
 * @param byImages
 *            [k, E], by the images' features
 * @param byTexts
 *            [k, E], by the texts' features
 * @param byLogScale
 *            by the natural logarithm of the logit scale, a scalar: the share of these k; over all ranks they add up
 * @param byLogBias
 *            by the bias of the logits, a scalar, such a share too; null where there is none
 */
record PairLoss(Tensor value, Tensor byImages, Tensor byTexts, Tensor byLogScale, @Nullable Tensor byLogBias) {

    /** {@return {@code (1 - weight)} times this loss and {@code weight} times another over the same pairs, which knows no bias} */
    PairLoss mixed(PairLoss other, double weight) {
        return new PairLoss(mixed(value, other.value, weight), mixed(byImages, other.byImages, weight),
                mixed(byTexts, other.byTexts, weight),
                mixed(byLogScale, other.byLogScale, weight), byLogBias == null ? null : byLogBias.mul(Tensors.scalar(1 - weight)));
    }

    private static Tensor mixed(Tensor one, Tensor other, double weight) {
        return one.mul(Tensors.scalar(1 - weight)).add_(other.mul(Tensors.scalar(weight)));
    }
}
