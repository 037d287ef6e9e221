package io.mode4j.torch;

import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.global.torch;

/**
 * CLIP's symmetric loss over n pairs: the mean of two cross entropies, an image among the texts and a text among the images (Radford et al. 2021,
 * figure 3). Pairs whose captions are equal are no negatives of each other: their logits do not enter the sums. Stateless.
 */
final class ContrastiveLoss {

    private ContrastiveLoss() {}

    /**
     * {@return the loss, a scalar with its graph}
     *
     * @param images
     *            [n, E], not normalised
     * @param texts
     *            [n, E], not normalised
     * @param logScale
     *            natural logarithm of the logit scale, a scalar
     * @param captionIds
     *            [n], int64; equal numbers mean equal captions
     */
    static Tensor of(Tensor images, Tensor texts, Tensor logScale, Tensor captionIds) {
        return local(0, images.size(0), images, texts, logScale, captionIds);
    }

    /**
     * {@return the loss of k of the pairs among all n, as a worker computes it for its part of a batch (open_clip's {@code --local-loss}): over equal parts its mean is the loss
     * of the whole}
     *
     * @param from
     *            first of the k pairs
     */
    static Tensor local(long from, long k, Tensor images, Tensor texts, Tensor logScale, Tensor captionIds) {
        Tensor unitImages = normalised(images);
        Tensor unitTexts = normalised(texts);
        Tensor same = captionIds.unsqueeze(0).eq(captionIds.unsqueeze(1)).fill_diagonal_(Tensors.scalar(0)).narrow(0, from, k); // [k, n]
        Tensor targets = torch.arange(new Scalar(from), new Scalar(from + k),
                new TensorOptions(ScalarType.Long).device(new DeviceOptional(images.device())));
        Tensor ofImages = unitImages.narrow(0, from, k).matmul(unitTexts.t()); // [k, n]
        Tensor ofTexts = unitTexts.narrow(0, from, k).matmul(unitImages.t());
        return entropy(ofImages, logScale, same, targets).add(entropy(ofTexts, logScale, same, targets)).mul(Tensors.scalar(0.5));
    }

    private static Tensor entropy(Tensor similarities, Tensor logScale, Tensor same, Tensor targets) {
        Tensor logits = similarities.mul(logScale.exp()).masked_fill(same, Tensors.scalar(Double.NEGATIVE_INFINITY));
        return torch.cross_entropy(logits, targets);
    }

    /** {@return rows of length 1} */
    static Tensor normalised(Tensor rows) {
        return torch.normalize(rows);
    }
}
