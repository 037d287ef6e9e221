package io.mode4j.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.linalg.Softmax;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskedExpertsTest {

    private static final double TOLERANCE = 1e-3;

    private static double[] probabilities(double[][] cosines, int[] experts, double[] weights, double[] scales) {
        double[] logits = new double[cosines[0].length];
        for (int i = 0; i < experts.length; i++) {
            for (int k = 0; k < logits.length; k++) {
                logits[k] += weights[i] * scales[experts[i]] * cosines[experts[i]][k];
            }
        }
        return Softmax.of(logits);
    }

    private static float[] weights(Random random, int experts, double sharpness) {
        double[] logits = random.doubles(experts).map(x -> sharpness * x).toArray();
        float[] weights = new float[experts];
        double[] exact = Softmax.of(logits);
        for (int c = 0; c < experts; c++) {
            weights[c] = (float) exact[c];
        }
        return weights;
    }

    /** Whatever the experts say, from random answers to those at the ends of what cosines can be. */
    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, 0.02, 0.2, 0.6})
    void noProbabilityMovesByMoreThanTheError(double minWeight) {
        Random random = new Random(4);
        int left = 0;
        for (int trial = 0; trial < 400; trial++) {
            int experts = 2 + random.nextInt(6);
            float[] weights = weights(random, experts, 30 * random.nextDouble());
            double[] scales = random.doubles(experts).map(x -> 1 + 99 * x).toArray();
            AskedExperts asked = AskedExperts.of(weights, scales, minWeight < 0 ? OptionalDouble.empty() : OptionalDouble.of(minWeight),
                    TOLERANCE);
            left += experts - asked.experts().length;
            if (minWeight < 0) {
                assertThat(asked.error()).isLessThanOrEqualTo(TOLERANCE);
            }
            double[][] cosines = new double[experts][2 + random.nextInt(4)];
            for (double[] row : cosines) {
                Arrays.setAll(row, _ -> random.nextBoolean() ? 2 * random.nextDouble() - 1 : random.nextBoolean() ? 1 : -1);
            }
            int[] all = IntStream.range(0, experts).toArray();
            double[] whole = probabilities(cosines, all, IntStream.of(all).mapToDouble(i -> weights[i]).toArray(), scales);
            double[] some = probabilities(cosines, asked.experts(), asked.weights(), scales);
            for (int k = 0; k < whole.length; k++) {
                assertThat(Math.abs(whole[k] - some[k])).isLessThanOrEqualTo(asked.error() + 1e-12);
            }
        }
        assertThat(left).isGreaterThan(minWeight == 0 ? -1 : 100);
    }

    /** Two labels and an expert that says the opposite come close to half of it: there is no much smaller bound. */
    @Test
    void theErrorCanNearlyHappen() {
        float[] weights = {0.96875f, 0.03125f};
        double scale = 4;
        AskedExperts asked = AskedExperts.of(weights, new double[]{scale, scale}, OptionalDouble.of(0.1), TOLERANCE);
        assertThat(asked.experts()).containsExactly(0);
        double tilt = 0.03125 * (1 + 1 / 0.96875) / 2;
        double cosine = tilt; // so that the two probabilities lie on both sides of a half
        double[] whole = probabilities(new double[][]{{cosine, -cosine}, {-1, 1}}, new int[]{0, 1}, new double[]{0.96875, 0.03125},
                new double[]{scale, scale});
        double[] some = probabilities(new double[][]{{cosine, -cosine}, {-1, 1}}, asked.experts(), asked.weights(),
                new double[]{scale, scale});
        assertThat(Math.abs(whole[0] - some[0])).isGreaterThan(0.45 * asked.error()).isLessThanOrEqualTo(asked.error());
    }

    @Test
    void theWeightsKeepTheirSum() {
        AskedExperts asked = AskedExperts.of(new float[]{0.125f, 0.5f, 0.25f, 0.125f}, new double[]{1, 1, 1, 1}, OptionalDouble.of(0.2),
                TOLERANCE);
        assertThat(asked.experts()).containsExactly(1, 2);
        assertThat(asked.weights()).containsExactly(new double[]{2.0 / 3, 1.0 / 3}, within(1e-12));
    }

    @Test
    void theLastOneIsAlwaysAsked() {
        AskedExperts asked = AskedExperts.of(new float[]{0.25f, 0.5f, 0.25f}, new double[]{1, 1, 1}, OptionalDouble.of(0.9), TOLERANCE);
        assertThat(asked.experts()).containsExactly(1);
        assertThat(asked.weights()).containsExactly(1);
        assertThat(AskedExperts.of(new float[]{1f, 0f}, new double[]{100, 100}, OptionalDouble.empty(), TOLERANCE).experts())
                .containsExactly(0);
        assertThat(AskedExperts.of(new float[]{1f, 0f}, new double[]{100, 100}, OptionalDouble.of(0), TOLERANCE).experts())
                .containsExactly(0, 1);
    }
}
