package io.mode4j.torch;

import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

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
        Tensor similarities = normalised(images).matmul(normalised(texts).t()); // [n, n]
        Tensor same = captionIds.unsqueeze(0).eq(captionIds.unsqueeze(1)).fill_diagonal_(Tensors.scalar(0));
        Tensor logits = similarities.mul(logScale.exp()).masked_fill(same, Tensors.scalar(Double.NEGATIVE_INFINITY));
        Tensor targets = torch.arange(new Scalar(images.size(0)),
                new TensorOptions(ScalarType.Long).device(new DeviceOptional(images.device())));
        return torch.cross_entropy(logits, targets).add(torch.cross_entropy(logits.t(), targets)).mul(Tensors.scalar(0.5));
    }

    /** {@return rows of length 1} */
    static Tensor normalised(Tensor rows) {
        return torch.normalize(rows);
    }
}
