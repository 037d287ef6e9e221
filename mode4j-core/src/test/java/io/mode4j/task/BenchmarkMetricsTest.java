package io.mode4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.JsonText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Metrics beside those of others: {@code metrics.py} says which. */
class BenchmarkMetricsTest {

    private static final List<Metric> OTHERS = List.of(ClassificationMetrics.MEAN_OF_TOP_1_AND_5, ClassificationMetrics.ROC_AUC,
            ClassificationMetrics.F1_MACRO, ClassificationMetrics.WORST_GROUP_ACC1, ClassificationMetrics.WORST_GROUP_ACC5);

    static Stream<JsonNode> cases() throws Exception {
        return JsonText.read(Path.of("src/test/resources/io/mode4j/task/metrics.json"), "metrics").valueStream();
    }

    private static int[] ints(JsonNode list) {
        return list.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    private static Truth truth(JsonNode one, int columns) {
        return switch (one.get("kind").asString()) {
            case "classification" -> new Labels(columns, ints(one.get("labels")), ints(one.get("groups")), OTHERS);
            case "multilabel" -> new LabelSets(one.get("shown").valueStream().map(row -> {
                boolean[] shown = new boolean[columns];
                IntStream.range(0, columns).forEach(k -> shown[k] = row.get(k).asInt() == 1);
                return shown;
            }).toArray(boolean[][]::new));
            default -> new Pairs(IntStream.range(0, one.get("images").size()).toArray(), ints(one.get("images")));
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agree(JsonNode one) {
        double[][] scores = one.get("scores")
                .valueStream()
                .map(row -> row.valueStream().mapToDouble(JsonNode::asDouble).toArray())
                .toArray(double[][]::new);
        Scores given = new ArrayScores(scores);
        Map<String, Double> measured = new HashMap<>();
        Map<Metric, Double> ours = truth(one, scores[0].length).judge(given, given).figures();
        ours.forEach((metric, value) -> measured.put(metric.wireName(), value));
        ours.forEach((metric, value) -> measured.put(metric.benchmarkName(), value));
        RetrievalMetrics.meanRecall1(ours).ifPresent(mean -> measured.put(RetrievalMetrics.MEAN_RECALL_1.wireName(), mean));
        for (Map.Entry<String, JsonNode> expected : one.get("expected").properties()) {
            assertThat(measured).containsKey(expected.getKey());
            assertThat(measured.get(expected.getKey())).as(expected.getKey()).isCloseTo(expected.getValue().asDouble(), within(1e-9));
        }
    }

    @Test
    void aMetricThatNeedsMoreIsLeftOut() {
        Labels three = new Labels(3, new int[]{0, 1, 2}, Labels.NO_GROUPS, OTHERS);
        Scores scores = new ArrayScores(new double[][]{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        assertThat(three.judge(scores, scores).figures()).containsOnlyKeys(ClassificationMetrics.ACC1,
                ClassificationMetrics.MEAN_PER_CLASS_RECALL,
                ClassificationMetrics.F1_MACRO);
        assertThat(new Labels(2, new int[]{0, 0}).problem(ClassificationMetrics.ROC_AUC))
                .contains("found 2 classes, 1 of them with pictures");
        assertThat(three.problem(ClassificationMetrics.MEAN_OF_TOP_1_AND_5)).isEqualTo("at least 5 classes, found 3");
        assertThatThrownBy(() -> new Labels(3, new int[]{0, 1}, new int[]{1}, List.of())).hasMessageContaining("1 of them for 2 pictures");
    }

    /** The mean over all orders of the scores, which is what guessing gives. */
    @Test
    void guessingAtSeveralLabels() {
        boolean[][] shown = {{true, true, false}, {true, false, false}, {false, false, false}, {false, false, false}};
        double[] sum = new double[1];
        int[] orders = new int[1];
        permute(new int[]{0, 1, 2, 3}, 0, order -> {
            double[][] scores = new double[4][3];
            for (int i = 0; i < 4; i++) {
                java.util.Arrays.fill(scores[i], order[i]);
            }
            Scores given = new ArrayScores(scores);
            sum[0] += new LabelSets(shown).judge(given, given).figures().getOrDefault(LabelSets.MEAN_AVERAGE_PRECISION, Double.NaN);
            orders[0]++;
        });
        assertThat(orders[0]).isEqualTo(24);
        assertThat(new LabelSets(shown).chance().get(LabelSets.MEAN_AVERAGE_PRECISION)).isCloseTo(sum[0] / 24, within(1e-12));
    }

    private static void permute(int[] order, int from, java.util.function.Consumer<int[]> use) {
        if (from == order.length) {
            use.accept(order.clone());
        }
        for (int i = from; i < order.length; i++) {
            swap(order, from, i);
            permute(order, from + 1, use);
            swap(order, from, i);
        }
    }

    private static void swap(int[] order, int one, int other) {
        int kept = order[one];
        order[one] = order[other];
        order[other] = kept;
    }
}
