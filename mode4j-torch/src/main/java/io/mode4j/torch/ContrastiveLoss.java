package io.mode4j.torch;

import java.io.IOException;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * CLIP's symmetric loss over n pairs: the mean of two cross entropies, an image among the texts and a text among the images (Radford et al. 2021,
 * figure 3). Pairs whose captions are equal are no negatives of each other: their logits do not enter the sums. Stateless.
 *
 * <p>
 * With the sums known, the derivative by a logit is that of its row's softmax and its column's: {@code (p + q - 2) / 2n} for a pair, {@code (p + q) / 2n} for two of different
 * pairs. So memory is O(n E), and the logits are computed twice from each side.
 */
final class ContrastiveLoss {

    private ContrastiveLoss() {}

    /**
     * {@return the loss and its gradients}
     *
     * @param images
     *            [n, E], not normalised
     * @param texts
     *            [n, E], not normalised
     * @param logScale
     *            natural logarithm of the logit scale, a scalar
     * @param negatives
     *            of the n pairs
     * @param own
     *            the pairs that this rank computes
     * @param workers
     *            that compute it
     */
    static PairLoss of(Tensor images, Tensor texts, Tensor logScale, Negatives negatives, OwnRows own, PinnedThreads workers)
            throws IOException {
        try (NoGradGuard _ = new NoGradGuard()) {
            UnitFeatures unitImages = UnitFeatures.of(images);
            UnitFeatures unitTexts = UnitFeatures.of(texts);
            Tensor scale = logScale.exp();
            LogitStrips ofImages = new LogitStrips(unitImages, unitTexts, scale, negatives, own, workers);
            LogitStrips ofTexts = new LogitStrips(unitTexts, unitImages, scale, negatives, own, workers);
            long n = negatives.pairs();
            Tensor shared = scale.new_zeros(new long[]{2 * n + 1});
            Tensor imageSums = shared.narrow(0, 0, n);
            Tensor textSums = shared.narrow(0, n, n);
            Tensor loss = shared.select(0, 2 * n);
            loss.add_(sums(ofImages, imageSums)).add_(sums(ofTexts, textSums));
            own.sum(shared);
            Tensor byLogScales = ofImages.scalars();
            Tensor byImages = ofImages.byRows(strip -> byLogits(strip, imageSums, textSums), byLogScales);
            Tensor byTexts = ofTexts.byRows(strip -> byLogits(strip, textSums, imageSums), ofTexts.scalars());
            return new PairLoss(loss, byImages, byTexts, byLogScales.sum(), null);
        }
    }

    /** Puts the logarithm of each row's sum of exponentials into [n] sums, and returns the rows' part of the loss. */
    private static Tensor sums(LogitStrips strips, Tensor sums) {
        Tensor losses = strips.scalars();
        strips.forEach(strip -> {
            mask(strip);
            Tensor some = strip.logits().logsumexp(1);
            strip.put(losses, some.sub(strip.own()).sum().mul_(strip.half()));
            strip.of(sums).copy_(some);
        });
        return losses.sum();
    }

    private static void mask(LogitStrips.Strip strip) {
        strip.logits().masked_fill_(strip.same(), Tensors.scalar(Double.NEGATIVE_INFINITY));
    }

    private static Tensor byLogits(LogitStrips.Strip strip, Tensor rowSums, Tensor columnSums) {
        mask(strip);
        Tensor both = strip.probabilities(rowSums, columnSums);
        both.diagonal(strip.from(), 0, 1).sub_(Tensors.scalar(2));
        return both.mul_(strip.half());
    }

    /** {@return rows of length 1} */
    static Tensor normalised(Tensor rows) {
        return torch.normalize(rows);
    }
}
