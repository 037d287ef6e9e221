package io.mode4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Metrics that can be measured again on a sample of the cases. */
class RankedLabelsTest {

    private static final int PICTURES = 60;

    /** Rounded, so that some are equal. */
    private static ArrayScores scores(Random random, int classes) {
        double[][] scores = new double[PICTURES][classes];
        for (double[] row : scores) {
            Arrays.setAll(row, _ -> Math.round(4 * random.nextGaussian()) / 4.0);
        }
        return new ArrayScores(scores);
    }

    private static int[] once() {
        int[] once = new int[PICTURES];
        Arrays.fill(once, 1);
        return once;
    }

    @Test
    void onAllCasesTheyAreWhatTheyAre() {
        Random random = new Random(5);
        for (int classes : new int[]{2, 7}) {
            int[] labels = random.ints(PICTURES, 0, classes).toArray();
            List<Metric> wanted = classes == 2 ? List.of(ClassificationMetrics.ROC_AUC)
                    : List.of(ClassificationMetrics.MEAN_OF_TOP_1_AND_5);
            ArrayScores scores = scores(random, classes);
            Judged judged = new Labels(classes, labels, Labels.NO_GROUPS, wanted).judge(scores, scores);
            Map<Metric, Cases> cases = judged.cases(List.copyOf(judged.figures().keySet()));
            assertThat(judged.figures()).hasSize(classes == 2 ? 3 : 4).allSatisfy((metric, figure) -> {
                assertThat(cases).containsKey(metric);
                assertThat(cases.getOrDefault(metric, new Hits(new float[]{-1})).measure(once())).isCloseTo(figure, within(1e-12));
            });
        }
    }

    /** The chance that a drawn picture of the second class is above a drawn one of the first, over all pairs. */
    @Test
    void theAreaUnderTheCurveOfASampleIsThatOfItsPairs() {
        Random random = new Random(6);
        int[] labels = random.ints(PICTURES, 0, 2).toArray();
        ArrayScores scores = scores(random, 2);
        RocAuc area = RocAuc.of(scores, labels);
        double[][] rows = new double[PICTURES][2];
        for (int i = 0; i < PICTURES; i++) {
            scores.row(i, rows[i]);
        }
        for (int draw = 0; draw < 20; draw++) {
            int[] times = new int[PICTURES];
            random.ints(PICTURES, 0, PICTURES).forEach(i -> times[i]++);
            double wins = 0;
            double pairs = 0;
            for (int second = 0; second < PICTURES; second++) {
                for (int first = 0; first < PICTURES; first++) {
                    if (labels[second] == 1 && labels[first] == 0) {
                        double apart = Math.signum(rows[second][1] - rows[second][0] - rows[first][1] + rows[first][0]);
                        wins += times[second] * times[first] * (1 + apart) / 2;
                        pairs += times[second] * times[first];
                    }
                }
            }
            assertThat(area.measure(times)).isCloseTo(wins / pairs, within(1e-12));
        }
    }

    /** What other metrics say of a sample they say of a table in which every picture stands as often as it was drawn. */
    @Test
    void aSampleIsATableWithThesePicturesInIt() {
        Random random = new Random(7);
        int[] labels = random.ints(PICTURES, 0, 5).toArray();
        int[] groups = random.ints(PICTURES, -3, 3).toArray();
        boolean[][] shown = new boolean[PICTURES][5];
        for (boolean[] picture : shown) {
            picture[random.nextInt(5)] = true;
            picture[random.nextInt(4)] = true;
        }
        ArrayScores scores = scores(random, 5);
        List<Metric> wanted = List.of(ClassificationMetrics.F1_MACRO, ClassificationMetrics.WORST_GROUP_ACC1,
                ClassificationMetrics.WORST_GROUP_ACC5, ClassificationMetrics.MEAN_PER_CLASS_RECALL);
        Map<Metric, Cases> ofLabels = new Labels(5, labels, groups, wanted).judge(scores, scores).cases(wanted);
        assertThat(ofLabels).hasSize(4);
        Map<Metric, Cases> ofSets = new LabelSets(shown).judge(scores, scores).cases(List.of(LabelSets.MEAN_AVERAGE_PRECISION));
        for (int draw = 0; draw < 20; draw++) {
            int[] drawn = random.ints(draw == 0 ? 1 : PICTURES / 2, 0, PICTURES).sorted().toArray();
            int[] times = new int[PICTURES];
            Arrays.stream(drawn).forEach(i -> times[i]++);
            double[][] rows = new double[drawn.length][5];
            for (int i = 0; i < drawn.length; i++) {
                scores.row(drawn[i], rows[i]);
            }
            ArrayScores table = new ArrayScores(rows);
            Map<Metric, Double> expected = new Labels(5, at(labels, drawn), at(groups, drawn), wanted).judge(table, table).figures();
            ofLabels.forEach((metric, cases) -> assertThat(cases.measure(times)).as(metric.wireName())
                    .isCloseTo(expected.getOrDefault(metric, Double.NaN), within(1e-12)));
            double precision = new LabelSets(Arrays.stream(drawn).mapToObj(i -> shown[i]).toArray(boolean[][]::new)).judge(table, table)
                    .figures()
                    .getOrDefault(LabelSets.MEAN_AVERAGE_PRECISION, Double.NaN);
            assertThat(ofSets).hasSize(1).allSatisfy((_, cases) -> {
                assertThat(cases.measure(times)).isCloseTo(precision, within(1e-12));
                assertThat(cases.count()).isEqualTo(PICTURES);
            });
        }
    }

    private static int[] at(int[] numbers, int... places) {
        return Arrays.stream(places).map(i -> numbers[i]).toArray();
    }

    @Test
    void aSampleOfOneClassTellsNothing() {
        int[] labels = {0, 1, 1};
        RocAuc area = RocAuc.of(new ArrayScores(new double[][]{{0, 1}, {0, 2}, {0, 3}}), labels);
        assertThat(area.measure(new int[]{3, 0, 0})).isEqualTo(0.5);
        assertThat(area.measure(new int[]{0, 1, 2})).isEqualTo(0.5);
        assertThat(area.ofAll()).isEqualTo(1);
    }
}
