package io.mode4j.torch;

import java.io.IOException;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * SigLIP's loss over n pairs (Zhai et al. 2023): each of the n² combinations is a pair or none, by a logistic regression; the sum over all, by n.
 * Combinations of pairs with equal captions are neither, and do not count. Stateless.
 */
final class SigmoidLoss {
    private SigmoidLoss() {}

    /**
     * {@return the loss and its gradients}
     *
     * @param images
     *            [n, E], not normalised
     * @param texts
     *            [n, E], not normalised
     * @param logScale
     *            natural logarithm of the logit scale, a scalar
     * @param bias
     *            of the logits, a scalar
     * @param negatives
     *            of the n pairs
     * @param own
     *            the pairs that this rank computes
     * @param workers
     *            that compute it
     */
    static PairLoss of(Tensor images, Tensor texts, Tensor logScale, Tensor bias, Negatives negatives, OwnRows own, PinnedThreads workers)
            throws IOException {
        try (NoGradGuard _ = new NoGradGuard()) {
            UnitFeatures unitImages = UnitFeatures.of(images);
            UnitFeatures unitTexts = UnitFeatures.of(texts);
            Tensor scale = logScale.exp();
            LogitStrips ofImages = new LogitStrips(unitImages, unitTexts, scale, negatives, own, workers);
            LogitStrips ofTexts = new LogitStrips(unitTexts, unitImages, scale, negatives, own, workers);
            Tensor gains = ofImages.scalars();
            Tensor byBiases = ofImages.scalars();
            Tensor byLogScales = ofImages.scalars();
            Tensor byImages = ofImages.byRows(strip -> {
                Tensor signed = signed(strip, bias);
                strip.put(gains,
                        torch.log_sigmoid(signed).masked_fill_(strip.same(), Tensors.scalar(0)).sum().div_(Tensors.scalar(n(strip))));
                Tensor byLogits = byLogits(strip, signed);
                strip.put(byBiases, byLogits.sum());
                return byLogits;
            }, byLogScales);
            Tensor byTexts = ofTexts.byRows(strip -> byLogits(strip, signed(strip, bias)), ofTexts.scalars());
            Tensor loss = gains.sum().neg_();
            own.sum(loss);
            return new PairLoss(loss, byImages, byTexts, byLogScales.sum(), byBiases.sum());
        }
    }

    private static double n(LogitStrips.Strip strip) {
        return strip.logits().size(1);
    }

    /** {@return [k, n], the logits with their bias, turned round where two are no pair; in place} */
    private static Tensor signed(LogitStrips.Strip strip, Tensor bias) {
        Tensor signed = strip.logits().add_(bias).neg_();
        strip.own().neg_();
        return signed;
    }

    /** {@return the derivatives by the logits, in place} */
    private static Tensor byLogits(LogitStrips.Strip strip, Tensor signed) {
        Tensor by = signed.neg_().sigmoid_().mul_(Tensors.scalar(1 / n(strip))).masked_fill_(strip.same(), Tensors.scalar(0));
        strip.own().neg_();
        return by;
    }
}
