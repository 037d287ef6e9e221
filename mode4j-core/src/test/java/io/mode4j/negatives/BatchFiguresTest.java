package io.mode4j.negatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BatchFiguresTest {
    private static final Offset<Double> ROUNDING = within(1e-12);
    private static final double LN_2 = Math.log(2);

    /** Weights of the softmax are the powers of two of these, with a scale of ln 2. */
    private static final float[][] POWERS = {{2, 1, 0}, {0, 1, 1}, {3, 0, 2}};

    private static double value(BatchFigures batch, Figure figure) {
        return batch.values().getOrDefault(figure, -1.0);
    }

    @Test
    void equalLogitsCountAllNegatives() {
        BatchFigures batch = new BatchFigures(new float[5][5], new byte[5][5], 10);
        assertThat(value(batch, Figure.EFFECTIVE_NEGATIVES)).isEqualTo(4, ROUNDING);
        assertThat(value(batch, Figure.LIKELY_FALSE)).isZero();
        assertThat(value(batch, Figure.FALSE_GRADIENT)).isZero();
        assertThat(value(batch, Figure.SIMILARITY)).isZero();
        assertThat(value(batch, Figure.HARDEST)).isZero();
    }

    @Test
    void ofTwoPairsOneNegativeCounts() {
        BatchFigures batch = new BatchFigures(new float[][]{{0.5f, -0.9f}, {0.3f, 0.1f}}, new byte[2][2], 40);
        assertThat(value(batch, Figure.EFFECTIVE_NEGATIVES)).isEqualTo(1, ROUNDING);
        assertThat(value(batch, Figure.SIMILARITY)).isEqualTo(-0.3, within(1e-6));
    }

    /** Pairs 0 and 1 are near, 0 and 2 have equal captions. */
    private static BatchFigures byHand() {
        byte[][] reasons = {{0, LikelyFalse.NEAR_EMBEDDINGS, LikelyFalse.EQUAL_CAPTIONS}, {LikelyFalse.NEAR_EMBEDDINGS, 0, 0},
            {LikelyFalse.EQUAL_CAPTIONS, 0, 0}};
        return new BatchFigures(POWERS, reasons, LN_2);
    }

    @Test
    void sharesOfPairsAreThoseOfEveryReason() {
        assertThat(value(byHand(), Figure.EQUAL_CAPTIONS)).isEqualTo(1 / 3.0, ROUNDING);
        assertThat(value(byHand(), Figure.NEAR_EMBEDDINGS)).isEqualTo(1 / 3.0, ROUNDING);
        assertThat(value(byHand(), Figure.NEAR_PICTURES)).isZero();
        assertThat(value(byHand(), Figure.LIKELY_FALSE)).isEqualTo(2 / 3.0, ROUNDING);
    }

    @Test
    void twoReasonsForAPairAreOneLikelyFalseNegative() {
        byte[][] reasons = {{0, 6}, {6, 0}};
        BatchFigures batch = new BatchFigures(new float[2][2], reasons, 1);
        assertThat(value(batch, Figure.NEAR_EMBEDDINGS)).isEqualTo(1);
        assertThat(value(batch, Figure.NEAR_PICTURES)).isEqualTo(1);
        assertThat(value(batch, Figure.LIKELY_FALSE)).isEqualTo(1);
    }

    @Test
    void theGradientIsSharedOutAsByHand() {
        // pictures: weights 4 2 1, 1 2 2, 8 1 4; captions: 4 1 8, 2 2 1, 1 2 4
        double pictures = (3 / 7.0 + 1 / 5.0 + 8 / 13.0) / (3 / 7.0 + 3 / 5.0 + 9 / 13.0);
        double captions = (9 / 13.0 + 2 / 5.0 + 1 / 7.0) / (9 / 13.0 + 3 / 5.0 + 3 / 7.0);
        assertThat(value(byHand(), Figure.FALSE_GRADIENT)).isEqualTo((pictures + captions) / 2, ROUNDING);
    }

    @Test
    void maskedCaptionsHaveNoPartInTheSoftmax() {
        // without the equal captions: pictures 4 2 _, 1 2 2, _ 1 4; captions 4 1 _, 2 2 1, _ 2 4
        double pictures = (2 / 6.0 + 1 / 5.0) / (2 / 6.0 + 3 / 5.0 + 1 / 5.0);
        double captions = (1 / 5.0 + 2 / 5.0) / (1 / 5.0 + 3 / 5.0 + 2 / 6.0);
        assertThat(value(byHand(), Figure.MASKED_FALSE_GRADIENT)).isEqualTo((pictures + captions) / 2, ROUNDING);
    }

    @Test
    void theHardestIsTheHighestOfTheOthers() {
        assertThat(value(byHand(), Figure.HARDEST)).isEqualTo((1 + 1 + 3 + 3 + 1 + 1) / 6.0, ROUNDING);
        // pair 0 has no true negative; of 1 it is 2, of 2 it is 1
        assertThat(value(byHand(), Figure.HARDEST_TRUE)).isEqualTo((1 + 0 + 0 + 1) / 4.0, ROUNDING);
    }

    @Test
    void withoutTrueNegativesThereIsNoHardestOne() {
        BatchFigures batch = new BatchFigures(new float[2][2], new byte[][]{{0, 1}, {1, 0}}, 1);
        assertThat(value(batch, Figure.HARDEST_TRUE)).isNaN();
        assertThat(value(batch, Figure.MASKED_FALSE_GRADIENT)).isNaN();
    }

    @Test
    void aLargeScaleOverflowsNothing() {
        BatchFigures batch = new BatchFigures(new float[][]{{1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}}, new byte[3][3], 100);
        assertThat(value(batch, Figure.EFFECTIVE_NEGATIVES)).isEqualTo(2, ROUNDING);
        assertThat(value(batch, Figure.FALSE_GRADIENT)).isZero();
    }

    @Test
    void theFiguresAreThoseOfTheirDefinitions() {
        Random random = new Random(4);
        int n = 7;
        float[][] cosines = new float[n][n];
        byte[][] reasons = new byte[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                cosines[i][j] = random.nextFloat(-1, 1);
                reasons[i][j] = i == j ? 0 : i < j ? (byte) (random.nextBoolean() ? 0 : random.nextInt(8)) : reasons[j][i];
            }
        }
        BatchFigures batch = new BatchFigures(cosines, reasons, 7.5);
        double effective = 0;
        double[] share = new double[2];
        for (int direction = 0; direction < 2; direction++) {
            double all = 0;
            double onFalse = 0;
            for (int i = 0; i < n; i++) {
                double sum = 0;
                double others = 0;
                for (int j = 0; j < n; j++) {
                    sum += weight(cosines, i, j, direction);
                    others += i == j ? 0 : weight(cosines, i, j, direction);
                }
                double entropy = 0;
                for (int j = 0; j < n; j++) {
                    if (i != j) {
                        double q = weight(cosines, i, j, direction) / others;
                        entropy -= q * Math.log(q);
                        double gradient = Math.abs(weight(cosines, i, j, direction) / sum);
                        all += gradient;
                        onFalse += reasons[i][j] == 0 ? 0 : gradient;
                    }
                }
                effective += Math.exp(entropy) / (2 * n);
            }
            share[direction] = onFalse / all;
        }
        assertThat(value(batch, Figure.EFFECTIVE_NEGATIVES)).isEqualTo(effective, within(1e-9));
        assertThat(value(batch, Figure.FALSE_GRADIENT)).isEqualTo((share[0] + share[1]) / 2, within(1e-9));
    }

    private static double weight(float[][] cosines, int i, int j, int direction) {
        return Math.exp(7.5 * (direction == 0 ? cosines[i][j] : cosines[j][i]));
    }
}
