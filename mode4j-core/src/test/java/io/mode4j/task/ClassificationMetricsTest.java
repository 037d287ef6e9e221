package io.mode4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {

    @Test
    void handMadeScores() {
        double[][] logits = {{3, 2, 1}, {3, 2, 1}, {1, 2, 3}, {1, 5, 3}};
        int[] labels = {0, 1, 2, 1};
        // right: pictures 0, 2, 3; class 0: 1/1, class 1: 1/2, class 2: 1/1
        assertThat(ClassificationMetrics.of(new ArrayScores(logits), labels))
                .isEqualTo(Map.of(ClassificationMetrics.ACC1, 0.75, ClassificationMetrics.MEAN_PER_CLASS_RECALL, 2.5 / 3));
    }

    @Test
    void classesWithoutPicturesDoNotCountForTheMean() {
        assertThat(ClassificationMetrics.of(new ArrayScores(new double[][]{{1, 0, 0}, {0, 1, 0}}), new int[]{0, 0}))
                .containsEntry(ClassificationMetrics.MEAN_PER_CLASS_RECALL, 0.5);
    }

    @Test
    void cosineOfAnglesScoresOne() {
        int classes = 12;
        double[][] logits = new double[classes][classes];
        for (int i = 0; i < classes; i++) {
            for (int k = 0; k < classes; k++) {
                logits[i][k] = Math.cos(2 * Math.PI * (i - k) / classes);
            }
        }
        assertThat(ClassificationMetrics.of(new ArrayScores(logits), IntStream.range(0, classes).toArray()))
                .isEqualTo(Map.of(ClassificationMetrics.ACC1, 1.0, ClassificationMetrics.ACC5, 1.0,
                        ClassificationMetrics.MEAN_PER_CLASS_RECALL, 1.0));
    }

    @Test
    void aModelThatAnswersTheSameScoresWhatChanceDoes() {
        int classes = 8;
        int[] labels = IntStream.range(0, 40).map(i -> i % classes).toArray();
        assertThat(ClassificationMetrics.of(new ArrayScores(new double[40][classes]), labels))
                .isEqualTo(ClassificationMetrics.chance(classes))
                .isEqualTo(Map.of(ClassificationMetrics.ACC1, 1.0 / 8, ClassificationMetrics.ACC5, 5.0 / 8,
                        ClassificationMetrics.MEAN_PER_CLASS_RECALL, 1.0 / 8));
    }

    @Test
    void refusesScoresThatAreNotNumbers() {
        assertThatThrownBy(() -> ClassificationMetrics.of(new ArrayScores(new double[][]{{0, 1}, {Double.NaN, 1}}), new int[]{0, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("score [1, 0] is NaN");
    }

    @Seeds(200)
    void agreesWithSorting(Draws draws) {
        long seed = draws.anyLong();
        int classes = draws.between(2, 9);
        int pictures = draws.between(1, 30);
        Random random = new Random(seed);
        double[][] logits = new double[pictures][classes];
        int[] labels = new int[pictures];
        for (int i = 0; i < pictures; i++) {
            labels[i] = random.nextInt(classes);
            for (int k = 0; k < classes; k++) {
                logits[i][k] = random.nextInt(4); // many ties
            }
        }
        double right = 0;
        double amongFive = 0;
        List<Double> recalls = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            int of = 0;
            int hits = 0;
            for (int i = 0; i < pictures; i++) {
                if (labels[i] == k) {
                    double[] row = logits[i];
                    List<Integer> sorted = IntStream.range(0, classes)
                            .boxed()
                            .sorted(Comparator.comparingDouble((Integer c) -> -row[c]))
                            .toList();
                    of++;
                    hits += sorted.getFirst() == k ? 1 : 0;
                    amongFive += sorted.subList(0, Math.min(5, classes)).contains(k) ? 1 : 0;
                }
            }
            right += hits;
            if (of > 0) {
                recalls.add((double) hits / of);
            }
        }
        Map<Metric, Double> metrics = ClassificationMetrics.of(new ArrayScores(logits), labels);
        assertThat(metrics.get(ClassificationMetrics.ACC1)).isEqualTo(right / pictures);
        assertThat(metrics.containsKey(ClassificationMetrics.ACC5)).isEqualTo(classes >= 5);
        assertThat(metrics.getOrDefault(ClassificationMetrics.ACC5, 1.0)).isEqualTo(amongFive / pictures);
        assertThat(metrics.get(ClassificationMetrics.MEAN_PER_CLASS_RECALL)).isCloseTo(
                recalls.stream().mapToDouble(r -> r).average().orElseThrow(),
                within(1e-12));
    }
}
