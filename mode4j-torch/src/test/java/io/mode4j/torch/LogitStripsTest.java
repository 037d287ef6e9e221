package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RandomStream;
import io.mode4j.torch.memory.NativeScope;
import java.io.IOException;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Losses of more pairs than one strip holds, beside LibTorch's own gradient of the loss over all n² logits. */
class LogitStripsTest {
    private static final int N = 2_500; // strips of 419 rows at most
    private static final int DIM = 6;
    private static final PinnedThreads WORKERS = new PinnedThreads(2);
    private static final double FEATURES = 5e-6;
    private static final double SUMS = 1e-5; // six million float32 numbers in other orders

    private static Tensor features(String key) {
        RandomGenerator random = RandomStream.of(3, key);
        float[] values = new float[N * DIM];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensors.ofFloats(values, TorchDevice.CPU, N, DIM).set_requires_grad(true);
    }

    private static Tensor scalar(double value) {
        return Tensors.ofFloats(new float[]{(float) value}, TorchDevice.CPU).squeeze().detach().set_requires_grad(true);
    }

    /** Every tenth pair has the caption of the one before it. */
    private static Tensor ids() {
        return Tensors.ofLongs(LongStream.range(0, N).map(i -> i % 10 == 0 && i > 0 ? i - 1 : i).toArray(), TorchDevice.CPU, N);
    }

    private static Tensor same() {
        return ids().unsqueeze(0).eq(ids().unsqueeze(1)).fill_diagonal_(Tensors.scalar(0));
    }

    private static Tensor logits(Tensor images, Tensor texts, Tensor logScale) {
        return torch.normalize(images).matmul(torch.normalize(texts).t()).mul(logScale.exp());
    }

    private static void requireSame(PairLoss found, Tensor whole, Tensor images, Tensor texts, Tensor logScale) {
        whole.backward();
        assertThat(found.value().item().toDouble()).isCloseTo(whole.item().toDouble(), Offset.offset(1e-6 * whole.item().toDouble()));
        requireClose(found.byImages(), images.grad(), FEATURES);
        requireClose(found.byTexts(), texts.grad(), FEATURES);
        requireClose(found.byLogScale(), logScale.grad(), SUMS);
    }

    private static void requireClose(Tensor found, Tensor expected, double share) {
        assertThat(found.sub(expected).norm().item().toDouble()).isLessThan(share * expected.norm().item().toDouble());
    }

    @BeforeAll
    static void load() {
        TinyClip.engine();
    }

    @AfterAll
    static void close() {
        WORKERS.close();
    }

    @Test
    void contrastive() throws IOException {
        try (NativeScope _ = NativeScope.open()) {
            Tensor images = features("images");
            Tensor texts = features("texts");
            Tensor logScale = scalar(2.5);
            Tensor masked = logits(images, texts, logScale).masked_fill(same(), Tensors.scalar(Double.NEGATIVE_INFINITY));
            Tensor targets = Tensors.ofLongs(LongStream.range(0, N).toArray(), TorchDevice.CPU, N);
            Tensor whole = torch.cross_entropy(masked, targets).add(torch.cross_entropy(masked.t(), targets)).mul(Tensors.scalar(0.5));
            requireSame(ContrastiveLoss.of(images, texts, logScale, Negatives.of(ids()), OwnRows.all(N), WORKERS), whole, images, texts,
                    logScale);
        }
    }

    @Test
    void sigmoid() throws IOException {
        try (NativeScope _ = NativeScope.open()) {
            Tensor images = features("images");
            Tensor texts = features("texts");
            Tensor logScale = scalar(2.5);
            Tensor bias = scalar(-3);
            Tensor logits = logits(images, texts, logScale).add(bias);
            Tensor signs = torch.full_like(logits.detach(), Tensors.scalar(-1)).fill_diagonal_(Tensors.scalar(1));
            Tensor whole = torch.log_sigmoid(logits.mul(signs)).masked_fill(same(), Tensors.scalar(0)).sum().mul(Tensors.scalar(-1.0 / N));
            PairLoss found = SigmoidLoss.of(images, texts, logScale, bias, Negatives.of(ids()), OwnRows.all(N), WORKERS);
            requireSame(found, whole, images, texts, logScale);
            Tensor byBias = found.byLogBias();
            assertThat(byBias).isNotNull();
            requireClose(byBias, bias.grad(), SUMS);
        }
    }
}
