package io.mode4j.torch;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A loss over n pairs and its gradients, all of them tensors of the caller's scope without a graph.
 *
 * @param value
 *            the loss, a scalar
 * @param byImages
 *            [n, E], by the images' features
 * @param byTexts
 *            [n, E], by the texts' features
 * @param byLogScale
 *            by the natural logarithm of the logit scale, a scalar
 * @param byLogBias
 *            by the bias of the logits, a scalar; null where there is none
 */
record PairLoss(Tensor value, Tensor byImages, Tensor byTexts, Tensor byLogScale, @Nullable Tensor byLogBias) {}
