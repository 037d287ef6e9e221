package io.mode4j.torch;

import io.mode4j.torch.memory.NativeScope;
import java.io.IOException;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.NullMarked;

/** A batch's loss and its gradients by the features, without a model; in this package because nobody else sees losses. n pairs of E numbers. */
@NullMarked
public final class LossAlone implements AutoCloseable {

    private static final double SCALE = 20;
    private static final double BIAS = -10;

    private final NativeScope scope = NativeScope.open();
    private final boolean sigmoid;
    private final Tensor images;
    private final Tensor texts;
    private final Tensor captionIds;
    private final PinnedThreads workers;

    /**
     * Draws features.
     *
     * @param sigmoid
     *            whether the loss is SigLIP's; else CLIP's
     * @param threads
     *            that share it out
     */
    public LossAlone(int n, int dim, boolean sigmoid, int threads) {
        this.sigmoid = sigmoid;
        this.workers = new PinnedThreads(threads);
        this.images = torch.randn(n, dim);
        this.texts = torch.randn(n, dim);
        this.captionIds = torch.arange(Tensors.scalar(n)).to(torch.ScalarType.Long);
    }

    /** {@return the loss; everything that was made for it is freed} */
    public double value() throws IOException {
        try (NativeScope _ = NativeScope.open()) {
            Tensor logScale = torch.zeros(1).squeeze().fill_(Tensors.scalar(Math.log(SCALE)));
            OwnRows all = OwnRows.all(captionIds.size(0));
            PairLoss loss = sigmoid
                    ? SigmoidLoss.of(images, texts, logScale, torch.zeros_like(logScale).fill_(Tensors.scalar(BIAS)),
                            Negatives.of(captionIds), all,
                            workers)
                    : ContrastiveLoss.of(images, texts, logScale, Negatives.of(captionIds), all, workers);
            return loss.value().item().toDouble();
        }
    }

    @Override
    public void close() {
        workers.close();
        scope.close();
    }
}
