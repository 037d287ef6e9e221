package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RandomStream;
import io.mode4j.torch.memory.NativeScope;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The divergence from teachers against a double-precision one written out, and its gradient against that one's finite differences. */
class DistillationLossTest {
    private static final int N = 7;
    private static final int DIM = 5;
    private static final int TEACHERS_DIM = 6;
    private static final double LOG_SCALE = 1.5;

    @BeforeAll
    static void load() {
        TorchClipEngine.open(new TorchOptions("cpu", "fp32", 2));
    }

    private static float[] random(String key, int count) {
        RandomGenerator random = RandomStream.of(3, key);
        float[] values = new float[count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static final float[] IMAGES = random("images", N * DIM);
    private static final float[] TEXTS = random("texts", N * DIM);
    private static final float[] TEACHERS = random("teachers", N * 2 * TEACHERS_DIM);

    /** Divergences of two directions as their definition has them: sums of p log(p / q). */
    private static double naive(float[] images, float[] texts, double logScale, float[] teachers) {
        double[][] student = new double[N][N];
        double[][] target = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                double cosine = dot(images, i * DIM, texts, j * DIM, DIM)
                        / Math.sqrt(dot(images, i * DIM, images, i * DIM, DIM) * dot(texts, j * DIM, texts, j * DIM, DIM));
                student[i][j] = Math.exp(logScale) * cosine;
                target[i][j] = dot(teachers, 2 * i * TEACHERS_DIM, teachers, (2 * j + 1) * TEACHERS_DIM, TEACHERS_DIM);
            }
        }
        return (divergence(target, student) + divergence(transposed(target), transposed(student))) / 2;
    }

    private static double divergence(double[][] target, double[][] student) {
        double sum = 0;
        for (int i = 0; i < N; i++) {
            double[] p = softmax(target[i]);
            double[] q = softmax(student[i]);
            for (int j = 0; j < N; j++) {
                sum += p[j] * Math.log(p[j] / q[j]) / N;
            }
        }
        return sum;
    }

    private static double[] softmax(double[] logits) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        return Arrays.stream(logits).map(logit -> Math.exp(logit) / sum).toArray();
    }

    private static double[][] transposed(double[][] square) {
        return IntStream.range(0, N).mapToObj(j -> Arrays.stream(square).mapToDouble(row -> row[j]).toArray()).toArray(double[][]::new);
    }

    private static double dot(float[] a, int from, float[] b, int at, int count) {
        return IntStream.range(0, count).mapToDouble(k -> (double) a[from + k] * b[at + k]).sum();
    }

    /** Loss first, then the gradients by images, texts and log scale. */
    private static float[][] torchLoss(float[] images, float[] texts, float[] teachers, int dim) throws IOException {
        try (NativeScope _ = NativeScope.open(); PinnedThreads workers = new PinnedThreads(2)) {
            Tensor ids = Tensors.ofLongs(new long[N], TorchDevice.CPU, N); // equal captions count like all others
            PairLoss loss = DistillationLoss.of(Tensors.ofFloats(images, TorchDevice.CPU, N, DIM),
                    Tensors.ofFloats(texts, TorchDevice.CPU, N, DIM), Tensors.ofFloats(new float[]{(float) LOG_SCALE}, TorchDevice.CPU),
                    Tensors.ofFloats(teachers, TorchDevice.CPU, N, 2, dim), ids, OwnRows.all(N), workers);
            return new float[][]{Tensors.toFloats(loss.value()), Tensors.toFloats(loss.byImages()), Tensors.toFloats(loss.byTexts()),
                Tensors.toFloats(loss.byLogScale())};
        }
    }

    @Test
    void isTheWrittenOutSum() throws IOException {
        double expected = naive(IMAGES, TEXTS, LOG_SCALE, TEACHERS);
        assertThat(expected).isGreaterThan(0.5);
        assertThat((double) torchLoss(IMAGES, TEXTS, TEACHERS, TEACHERS_DIM)[0][0]).isCloseTo(expected, Offset.offset(1e-5));
    }

    @Test
    void gradientsAreTheFiniteDifferences() throws IOException {
        float[][] found = torchLoss(IMAGES, TEXTS, TEACHERS, TEACHERS_DIM);
        for (int i = 0; i < N * DIM; i++) {
            int at = i;
            assertThat((double) found[1][i]).isCloseTo(slope(h -> naive(moved(IMAGES, at, h), TEXTS, LOG_SCALE, TEACHERS)),
                    Offset.offset(1e-3));
            assertThat((double) found[2][i]).isCloseTo(slope(h -> naive(IMAGES, moved(TEXTS, at, h), LOG_SCALE, TEACHERS)),
                    Offset.offset(1e-3));
        }
        assertThat((double) found[3][0]).isCloseTo(slope(h -> naive(IMAGES, TEXTS, LOG_SCALE + h, TEACHERS)), Offset.offset(1e-4));
    }

    private static double slope(DoubleUnaryOperator loss) {
        double h = 0x1p-7;
        return (loss.applyAsDouble(h) - loss.applyAsDouble(-h)) / (2 * h);
    }

    private static float[] moved(float[] values, int at, double by) {
        float[] moved = values.clone();
        moved[at] += (float) by;
        return moved;
    }

    /** Teachers that say what the student says leave it where it is. */
    @Test
    void isZeroToItself() throws IOException {
        float[] itself = new float[N * 2 * DIM];
        for (int i = 0; i < N; i++) {
            put(IMAGES, i, itself, 2 * i, 1);
            put(TEXTS, i, itself, 2 * i + 1, Math.exp(LOG_SCALE));
        }
        for (float[] part : torchLoss(IMAGES, TEXTS, itself, DIM)) {
            for (float value : part) {
                assertThat((double) value).isCloseTo(0, Offset.offset(1e-6));
            }
        }
    }

    private static void put(float[] rows, int row, float[] into, int at, double factor) {
        double length = Math.sqrt(dot(rows, row * DIM, rows, row * DIM, DIM));
        for (int k = 0; k < DIM; k++) {
            into[at * DIM + k] = (float) (factor * rows[row * DIM + k] / length);
        }
    }
}
