package io.mode4j.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * SigLIP's loss over n pairs (Zhai et al. 2023): each of the n² combinations is a pair or none, by a logistic regression; the sum over all, by n.
 * Combinations of pairs with equal captions are neither, and do not count. Stateless.
 */
final class SigmoidLoss {
    private SigmoidLoss() {}

    /**
     * {@return the loss, a scalar with its graph}
     *
     * @param images
     *            [n, E], not normalised
     * @param texts
     *            [n, E], not normalised
     * @param logScale
     *            natural logarithm of the logit scale, a scalar
     * @param bias
     *            of the logits, a scalar
     * @param captionIds
     *            [n], int64; equal numbers mean equal captions
     */
    static Tensor of(Tensor images, Tensor texts, Tensor logScale, Tensor bias, Tensor captionIds) {
        Tensor logits = ContrastiveLoss.normalised(images).matmul(ContrastiveLoss.normalised(texts).t()).mul(logScale.exp()).add(bias); // [n, n]
        Tensor signs = torch.full_like(logits.detach(), Tensors.scalar(-1)).fill_diagonal_(Tensors.scalar(1));
        Tensor same = captionIds.unsqueeze(0).eq(captionIds.unsqueeze(1)).fill_diagonal_(Tensors.scalar(0));
        Tensor losses = torch.log_sigmoid(logits.mul(signs)).masked_fill(same, Tensors.scalar(0));
        return losses.sum().mul(Tensors.scalar(-1.0 / images.size(0)));
    }
}
