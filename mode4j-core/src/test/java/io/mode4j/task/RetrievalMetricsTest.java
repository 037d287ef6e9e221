package io.mode4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrievalMetricsTest {

    @Test
    void handMadeScores() {
        // text 0 is right for pictures 0 and 1, text 1 for picture 2
        Pairs pairs = new Pairs(new int[]{0, 0, 1}, new int[]{0, 1, 2});
        double[][] similarities = {{0.1, 0.3, 0.2}, {0.4, 0.1, 0.3}};
        // text 0: picture 1 first, right; text 1: picture 0 first, wrong
        assertThat(RetrievalMetrics.textToImage(new ArrayScores(similarities), pairs))
                .isEqualTo(Map.of(RetrievalMetrics.TEXT_TO_IMAGE_RECALL_1, 0.5));
        // picture 0: text 1, wrong; 1: text 0, right; 2: text 1, right
        assertThat(RetrievalMetrics.imageToText(new ArrayScores(similarities), pairs))
                .isEqualTo(Map.of(RetrievalMetrics.IMAGE_TO_TEXT_RECALL_1, 2.0 / 3));
        assertThat(RetrievalMetrics.chance(pairs)).isEqualTo(Map.of(RetrievalMetrics.TEXT_TO_IMAGE_RECALL_1, (2.0 / 3 + 1.0 / 3) / 2,
                RetrievalMetrics.IMAGE_TO_TEXT_RECALL_1, 0.5));
        Scores scores = new ArrayScores(similarities);
        assertThat(RetrievalMetrics.meanRecall1(pairs.judge(scores, scores).figures()).orElseThrow()).isEqualTo((0.5 + 2.0 / 3) / 2);
        assertThat(RetrievalMetrics.meanRecall1(Map.of())).isEmpty();
    }

    @Test
    void identityScoresOneAtEveryDepth() {
        int n = 12;
        double[][] identity = new double[n][n];
        for (int i = 0; i < n; i++) {
            identity[i][i] = 1;
        }
        int[] all = IntStream.range(0, n).toArray();
        Pairs pairs = new Pairs(all, all);
        assertThat(RetrievalMetrics.textToImage(new ArrayScores(identity), pairs))
                .isEqualTo(Map.of(RetrievalMetrics.TEXT_TO_IMAGE_RECALL_1, 1.0,
                        RetrievalMetrics.TEXT_TO_IMAGE_RECALL_5, 1.0, RetrievalMetrics.TEXT_TO_IMAGE_RECALL_10, 1.0));
        assertThat(RetrievalMetrics.imageToText(new ArrayScores(identity), pairs))
                .isEqualTo(Map.of(RetrievalMetrics.IMAGE_TO_TEXT_RECALL_1, 1.0,
                        RetrievalMetrics.IMAGE_TO_TEXT_RECALL_5, 1.0, RetrievalMetrics.IMAGE_TO_TEXT_RECALL_10, 1.0));
    }

    @Test
    void aModelThatAnswersTheSameScoresWhatChanceDoes() {
        int n = 20;
        int[] all = IntStream.range(0, n).toArray();
        Pairs pairs = new Pairs(all, all);
        Map<Metric, Double> chance = RetrievalMetrics.chance(pairs);
        assertThat(chance).hasSize(6);
        RetrievalMetrics.textToImage(new ArrayScores(new double[n][n]), pairs)
                .forEach((metric, value) -> assertThat(value).isCloseTo(chance.get(metric), within(1e-12)));
        RetrievalMetrics.imageToText(new ArrayScores(new double[n][n]), pairs)
                .forEach((metric, value) -> assertThat(value).isCloseTo(chance.get(metric), within(1e-12)));
    }

    @Test
    void refusesPairsWithHoles() {
        assertThatThrownBy(() -> new Pairs(new int[]{0, 2}, new int[]{0, 1})).hasMessageContaining("every text from 0 to 2");
        assertThatThrownBy(() -> new Pairs(new int[]{0, 1}, new int[]{1, 1})).hasMessageContaining("every picture");
    }

    @Seeds(200)
    void agreesWithSorting(Draws draws) {
        long seed = draws.anyLong();
        int texts = draws.between(2, 14);
        int images = draws.between(2, 14);
        Random random = new Random(seed);
        Set<List<Integer>> right = new LinkedHashSet<>();
        IntStream.range(0, texts).forEach(t -> right.add(List.of(t, random.nextInt(images))));
        IntStream.range(0, images).forEach(i -> right.add(List.of(random.nextInt(texts), i)));
        Pairs pairs = new Pairs(right.stream().mapToInt(List::getFirst).toArray(), right.stream().mapToInt(List::getLast).toArray());
        double[][] similarities = new double[texts][images];
        for (double[] row : similarities) {
            for (int i = 0; i < images; i++) {
                row[i] = random.nextInt(5) / 5.0; // many ties
            }
        }
        Map<Metric, Double> t2i = RetrievalMetrics.textToImage(new ArrayScores(similarities), pairs);
        Map<Metric, Double> i2t = RetrievalMetrics.imageToText(new ArrayScores(similarities), pairs);
        for (Metric metric : RetrievalMetrics.ALL) {
            int k = Integer.parseInt(metric.wireName().substring(metric.wireName().indexOf('@') + 1));
            if (metric.wireName().startsWith("text_to_image")) {
                double hits = IntStream.range(0, texts).filter(t -> hit(similarities[t], k, i -> right.contains(List.of(t, i)))).count();
                check(t2i, metric, k, hits / texts, images);
                assertThat(i2t).doesNotContainKey(metric);
            } else {
                double hits = IntStream.range(0, images)
                        .filter(i -> hit(column(similarities, i), k, t -> right.contains(List.of(t, i))))
                        .count();
                check(i2t, metric, k, hits / images, texts);
                assertThat(t2i).doesNotContainKey(metric);
            }
        }
    }

    private static void check(Map<Metric, Double> found, Metric metric, int k, double expected, int candidates) {
        if (k <= candidates) {
            assertThat(found).containsEntry(metric, expected);
        } else {
            assertThat(found).doesNotContainKey(metric);
        }
    }

    private static boolean hit(double[] scores, int k, java.util.function.IntPredicate right) {
        List<Integer> sorted = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -scores[c]))
                .toList();
        return new HashSet<>(sorted.subList(0, Math.min(k, scores.length))).stream().anyMatch(right::test);
    }

    private static double[] column(double[][] matrix, int i) {
        return IntStream.range(0, matrix.length).mapToDouble(t -> matrix[t][i]).toArray();
    }
}
