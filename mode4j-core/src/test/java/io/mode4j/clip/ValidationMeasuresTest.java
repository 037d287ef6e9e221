package io.mode4j.clip;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RandomStream;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ValidationMeasuresTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-6);
    private static final float[][] AXES = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

    @Test
    void pairsThatAreAloneOnTheirAxesAreAllFound() {
        ValidationMeasures measures = new ValidationMeasures(AXES, AXES, new int[]{0, 1, 2});
        assertThat(measures.imageToTextRecall()).isEqualTo(1);
        assertThat(measures.textToImageRecall()).isEqualTo(1);
        assertThat(measures.contrastiveLoss(3, 2)).isCloseTo(Math.log(Math.exp(2) + 2) - 2, EXACT);
        assertThat(measures.sigmoidLoss(3, 2, -1)).isCloseTo(Math.log1p(Math.exp(-1)) + 2 * Math.log1p(Math.exp(-1)), EXACT);
    }

    @Test
    void aModelThatSaysTheSameOfEverythingIsAtChance() {
        float[][] same = {{1, 0}, {1, 0}, {1, 0}, {1, 0}};
        ValidationMeasures measures = new ValidationMeasures(same, same, new int[]{0, 1, 2, 3});
        assertThat(measures.imageToTextRecall()).isEqualTo(0.25);
        assertThat(measures.textToImageRecall()).isEqualTo(0.25);
        assertThat(measures.contrastiveLoss(4, 100)).isCloseTo(Math.log(4), EXACT);
    }

    @Test
    void theTwoDirectionsAreNotTheSame() {
        float[][] images = {{1, 0}, {1, 0}};
        float[][] texts = {{0.6f, 0.8f}, {1, 0}};
        ValidationMeasures measures = new ValidationMeasures(images, texts, new int[]{0, 1});
        assertThat(measures.imageToTextRecall()).isEqualTo(0.5); // both pictures take the second caption
        assertThat(measures.textToImageRecall()).isEqualTo(0.5); // both captions take the first picture
        float[][] others = {{1, 0}, {0.8f, 0.6f}};
        measures = new ValidationMeasures(others, new float[][]{{0.8f, 0.6f}, {0.6f, 0.8f}}, new int[]{0, 1});
        assertThat(measures.imageToTextRecall()).isEqualTo(0.5); // (1, 0) takes (0.8, 0.6), its own; so does (0.8, 0.6), whose own it is not
        assertThat(measures.textToImageRecall()).isEqualTo(0.5); // both captions take (0.8, 0.6)
    }

    @Test
    void equalCaptionsAreRightAnswersAndNoNegatives() {
        float[][] images = {{1, 0}, {1, 0}, {0, 1}};
        ValidationMeasures measures = new ValidationMeasures(images, images, new int[]{0, 0, 1});
        assertThat(measures.imageToTextRecall()).isEqualTo(1);
        assertThat(measures.textToImageRecall()).isEqualTo(1);
        double of0And1 = Math.log(Math.E + 1) - 1;
        double of2 = Math.log(Math.E + 2) - 1;
        assertThat(measures.contrastiveLoss(3, 1)).isCloseTo((2 * of0And1 + of2) / 3, EXACT);
        assertThat(measures.sigmoidLoss(3, 1, 0)).isCloseTo((3 * Math.log1p(Math.exp(-1)) + 4 * Math.log(2)) / 3, EXACT);
    }

    @Test
    void theLossIsAveragedOverPartsOfABatchThatCoverEveryPair() {
        RandomGenerator random = RandomStream.of(1, "features");
        float[][] images = unit(random, 7);
        float[][] texts = unit(random, 7);
        ValidationMeasures all = new ValidationMeasures(images, texts, IntStream.range(0, 7).toArray());
        double expected = 0;
        for (int from : new int[]{0, 3, 4}) { // the last part ends with the last pair
            int first = from;
            float[][] someImages = IntStream.range(from, from + 3).mapToObj(i -> images[i]).toArray(float[][]::new);
            float[][] someTexts = IntStream.range(first, first + 3).mapToObj(i -> texts[i]).toArray(float[][]::new);
            expected += new ValidationMeasures(someImages, someTexts, new int[]{0, 1, 2}).contrastiveLoss(3, 5) / 3;
        }
        assertThat(all.contrastiveLoss(3, 5)).isCloseTo(expected, EXACT);
        assertThat(all.contrastiveLoss(100, 5)).isEqualTo(all.contrastiveLoss(7, 5));
    }

    @Test
    void largeLogitsDoNotOverflow() {
        ValidationMeasures measures = new ValidationMeasures(AXES, AXES, new int[]{0, 1, 2});
        assertThat(measures.contrastiveLoss(3, 10_000)).isCloseTo(0, EXACT);
        assertThat(measures.sigmoidLoss(3, 10_000, 2_000)).isCloseTo(4_000, EXACT);
    }

    private static float[][] unit(RandomGenerator random, int n) {
        float[][] rows = new float[n][2];
        for (float[] row : rows) {
            double angle = random.nextDouble() * 2 * Math.PI;
            row[0] = (float) Math.cos(angle);
            row[1] = (float) Math.sin(angle);
        }
        return rows;
    }
}
