package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RandomStream;
import io.mode4j.clip.NearCaptions;
import io.mode4j.torch.memory.NativeScope;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The loss against a double-precision one written out, and its gradient against that one's finite differences. */
class ContrastiveLossTest {
    private static final int N = 7;
    private static final int DIM = 5;
    private static final double LOG_SCALE = 1.5;
    private static final int[] DISTINCT = {0, 1, 2, 3, 4, 5, 6};
    private static final int[] REPEATED = {0, 1, 0, 3, 1, 0, 6};

    @BeforeAll
    static void load() {
        TorchClipEngine.open(new TorchOptions("cpu", "fp32", 2));
    }

    private static float[] random(String key) {
        RandomGenerator random = RandomStream.of(3, key);
        float[] values = new float[N * DIM];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** How much a pair counts as another's negative: not at all where their numbers are equal. */
    private static double[][] shares(int[] ids) {
        double[][] shares = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                shares[i][j] = i == j || ids[i] != ids[j] ? 1 : 0;
            }
        }
        return shares;
    }

    /** The same, where also some are near by their vectors' cosine. */
    private static double[][] shares(int[] ids, NearCaptions near) {
        double[][] shares = shares(ids);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                double cosine = dot(vector(near, i), vector(near, j));
                if (i != j && cosine >= near.from()) {
                    shares[i][j] *= near.masked() ? 0 : (1 - cosine) / (1 - near.from());
                }
            }
        }
        return shares;
    }

    private static double[] vector(NearCaptions near, int pair) {
        return IntStream.range(0, near.dim()).mapToDouble(k -> near.vectors()[pair * near.dim() + k]).toArray();
    }

    /** Angles of 0, 10, 20, 60, 70, 150 and 150 degrees: five couples are nearer than a cosine of 0.9, and two are equal. */
    private static NearCaptions near(boolean masked) {
        int[] angles = {0, 10, 20, 60, 70, 150, 150};
        float[] vectors = new float[2 * N];
        for (int i = 0; i < N; i++) {
            vectors[2 * i] = (float) Math.cos(Math.toRadians(angles[i]));
            vectors[2 * i + 1] = (float) Math.sin(Math.toRadians(angles[i]));
        }
        return new NearCaptions(vectors, 2, 0.9, masked);
    }

    private static double naive(float[] images, float[] texts, double logScale, double[][] shares) {
        double[][] a = normalised(images);
        double[][] b = normalised(texts);
        double sum = 0;
        for (int i = 0; i < N; i++) {
            double amongTexts = 0;
            double amongImages = 0;
            for (int j = 0; j < N; j++) {
                amongTexts += shares[i][j] * Math.exp(Math.exp(logScale) * dot(a[i], b[j]));
                amongImages += shares[i][j] * Math.exp(Math.exp(logScale) * dot(a[j], b[i]));
            }
            sum += Math.log(amongTexts) + Math.log(amongImages) - 2 * Math.exp(logScale) * dot(a[i], b[i]);
        }
        return sum / (2 * N);
    }

    private static double[][] normalised(float[] values) {
        double[][] rows = new double[N][DIM];
        for (int i = 0; i < N; i++) {
            for (int k = 0; k < DIM; k++) {
                rows[i][k] = values[i * DIM + k];
            }
            double norm = Math.sqrt(dot(rows[i], rows[i]));
            rows[i] = Arrays.stream(rows[i]).map(x -> x / norm).toArray();
        }
        return rows;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** Loss first, then the gradients by images, texts and log scale. */
    private static float[][] torchLoss(float[] images, float[] texts, int[] ids) throws IOException {
        return torchLoss(images, texts, ids, null);
    }

    private static float[][] torchLoss(float[] images, float[] texts, int[] ids, @Nullable NearCaptions near) throws IOException {
        try (NativeScope _ = NativeScope.open(); PinnedThreads workers = new PinnedThreads(1)) {
            PairLoss loss = ContrastiveLoss.of(Tensors.ofFloats(images, TorchDevice.CPU, N, DIM),
                    Tensors.ofFloats(texts, TorchDevice.CPU, N, DIM),
                    Tensors.ofFloats(new float[]{(float) LOG_SCALE}, TorchDevice.CPU),
                    new Negatives(Tensors.ofLongs(Arrays.stream(ids).asLongStream().toArray(), TorchDevice.CPU, N), near,
                            near == null ? null : Tensors.ofFloats(near.vectors(), TorchDevice.CPU, N, near.dim())),
                    OwnRows.all(N),
                    workers);
            return new float[][]{Tensors.toFloats(loss.value()), Tensors.toFloats(loss.byImages()), Tensors.toFloats(loss.byTexts()),
                Tensors.toFloats(loss.byLogScale())};
        }
    }

    @Test
    void isTheWrittenOutSum() throws IOException {
        for (int[] ids : new int[][]{DISTINCT, REPEATED, new int[N]}) {
            float[] images = random("images");
            float[] texts = random("texts");
            assertThat((double) torchLoss(images, texts, ids)[0][0]).isCloseTo(naive(images, texts, LOG_SCALE, shares(ids)),
                    Offset.offset(1e-5));
        }
    }

    @Test
    void isZeroWhenEveryOtherPairIsMasked() throws IOException {
        assertThat(torchLoss(random("images"), random("texts"), new int[N])[0][0]).isZero();
    }

    @Test
    void nearCaptionsCountLessOrNotAtAll() throws IOException {
        float[] images = random("images");
        float[] texts = random("texts");
        assertThat(Arrays.stream(shares(DISTINCT, near(true))).flatMapToDouble(Arrays::stream).filter(share -> share == 0).count())
                .as("couples, both ways")
                .isEqualTo(2 * 5);
        for (boolean masked : new boolean[]{true, false}) {
            for (int[] ids : new int[][]{DISTINCT, REPEATED}) {
                requireGradients(images, texts, shares(ids, near(masked)), torchLoss(images, texts, ids, near(masked)));
            }
        }
    }

    @Test
    void gradientsAreTheFiniteDifferences() throws IOException {
        float[] images = random("images");
        float[] texts = random("texts");
        requireGradients(images, texts, shares(REPEATED), torchLoss(images, texts, REPEATED));
    }

    private static void requireGradients(float[] images, float[] texts, double[][] shares, float[][] found) {
        assertThat((double) found[0][0]).isCloseTo(naive(images, texts, LOG_SCALE, shares), Offset.offset(1e-5));
        for (int i = 0; i < N * DIM; i++) {
            assertThat((double) found[1][i]).isCloseTo(slope(images, i, texts, true, shares), Offset.offset(1e-3));
            assertThat((double) found[2][i]).isCloseTo(slope(texts, i, images, false, shares), Offset.offset(1e-3));
        }
        double h = 1e-4;
        double slope = (naive(images, texts, LOG_SCALE + h, shares) - naive(images, texts, LOG_SCALE - h, shares)) / (2 * h);
        assertThat((double) found[3][0]).isCloseTo(slope, Offset.offset(1e-4));
    }

    private static double slope(float[] moved, int at, float[] other, boolean movedAreImages, double[][] shares) {
        float[] up = moved.clone();
        float[] down = moved.clone();
        up[at] += 0x1p-7f;
        down[at] -= 0x1p-7f;
        double difference = movedAreImages
                ? naive(up, other, LOG_SCALE, shares) - naive(down, other, LOG_SCALE, shares)
                : naive(other, up, LOG_SCALE, shares) - naive(other, down, LOG_SCALE, shares);
        return difference / (up[at] - (double) down[at]);
    }
}
