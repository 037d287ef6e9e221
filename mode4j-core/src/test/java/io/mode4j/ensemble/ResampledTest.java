package io.mode4j.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.task.ClassificationKind;
import io.mode4j.task.ClassificationMetrics;
import io.mode4j.task.Cases;
import io.mode4j.task.Hits;
import io.mode4j.task.Labels;
import io.mode4j.task.Metric;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.TaskOrigin;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Intervals of differences against what is known of them. */
class ResampledTest {

    private static final int CASES = 400;

    private static ScoredTask task(String name, Metric metric) {
        return task(TaskOrigin.of(name), metric);
    }

    private static ScoredTask task(TaskOrigin origin, Metric metric) {
        return new ScoredTask(new EvaluationFolder(Path.of("none")), origin.dataSet(), new ClassificationKind(), origin, List.of(metric),
                List.of("a", "b"), new Labels(2, new int[]{0, 1}), List.of("dense", "other"), "");
    }

    private static SequencedMap<String, Map<Metric, Cases>> hits(Metric metric, float[] dense, float[] other) {
        SequencedMap<String, Map<Metric, Cases>> hits = new LinkedHashMap<>();
        hits.put("dense", Map.of(metric, new Hits(dense)));
        hits.put("other", Map.of(metric, new Hits(other)));
        return hits;
    }

    private static Resampled.Interval on(Resampled resampled, String task, Metric metric) {
        return Objects.requireNonNull(Objects.requireNonNull(resampled.on(task, "dense").get(metric.wireName())).get("other"));
    }

    /** Of shares of independent cases the difference is about normal: 1.96 standard errors to both sides. */
    @Test
    void theIntervalOfADifferenceIsAsWideAsItsStandardErrorSays() {
        Random random = new Random(3);
        float[] dense = new float[CASES];
        float[] other = new float[CASES];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < CASES; i++) {
            dense[i] = random.nextInt(2);
            other[i] = random.nextInt(4) == 0 ? 1 : dense[i];
            sum += other[i] - dense[i];
            squares += (other[i] - dense[i]) * (other[i] - dense[i]);
        }
        double mean = sum / CASES;
        double error = Math.sqrt((squares / CASES - mean * mean) / CASES);
        Resampled resampled = new Resampled();
        resampled.add(task("t", ClassificationMetrics.ACC1), hits(ClassificationMetrics.ACC1, dense, other));
        Resampled.Interval interval = on(resampled, "t", ClassificationMetrics.ACC1);
        assertThat(interval.low()).isCloseTo(mean - 1.96 * error, within(0.25 * error));
        assertThat(interval.high()).isCloseTo(mean + 1.96 * error, within(0.25 * error));
    }

    /** The same cases are drawn for both models: where one is right on every case that the other is right on, and one more, no draw says otherwise. */
    @Test
    void modelsSeeTheSameCases() {
        Random random = new Random(4);
        float[] dense = new float[CASES];
        for (int i = 0; i < CASES; i++) {
            dense[i] = random.nextInt(2);
        }
        Resampled resampled = new Resampled();
        resampled.add(task("same", ClassificationMetrics.ACC1), hits(ClassificationMetrics.ACC1, dense, dense.clone()));
        assertThat(on(resampled, "same", ClassificationMetrics.ACC1)).isEqualTo(new Resampled.Interval(0, 0));
        float[] better = dense.clone();
        for (int i = 0; i < 40; i++) {
            better[i] = 1;
        }
        resampled.add(task("better", ClassificationMetrics.ACC1), hits(ClassificationMetrics.ACC1, dense, better));
        assertThat(on(resampled, "better", ClassificationMetrics.ACC1).low()).isPositive();
    }

    /** Two tasks of which only one differs: the average's interval is half of that task's. */
    @Test
    void averagesAreTakenDrawByDraw() {
        float[] dense = new float[CASES];
        float[] other = new float[CASES];
        for (int i = 0; i < CASES; i++) {
            other[i] = i % 5 == 0 ? 1 : 0;
        }
        ScoredTask one = task("one", ClassificationMetrics.ACC1);
        ScoredTask two = task("two", ClassificationMetrics.ACC1);
        Resampled resampled = new Resampled();
        resampled.add(one, hits(ClassificationMetrics.ACC1, dense, other));
        resampled.add(two, hits(ClassificationMetrics.ACC1, dense, dense));
        Resampled.Interval alone = on(resampled, "one", ClassificationMetrics.ACC1);
        for (String metric : List.of("acc1", "mean")) {
            Resampled.Interval average = Objects.requireNonNull(
                    Objects.requireNonNull(resampled.onAverage(List.of(one, two), "dense").get(metric)).get("other"));
            assertThat(average.low()).isCloseTo(alone.low() / 2, within(1e-12));
            assertThat(average.high()).isCloseTo(alone.high() / 2, within(1e-12));
        }
    }

    /** Each of the 26 counts the same, whatever its metric; tasks that are none of them do not. */
    @Test
    void theAverageOfThe26HasAnIntervalOfItsOwn() {
        float[] dense = new float[CASES];
        float[] other = new float[CASES];
        for (int i = 0; i < CASES; i++) {
            other[i] = i % 5 == 0 ? 1 : 0;
        }
        Metric recall = ClassificationMetrics.MEAN_PER_CLASS_RECALL;
        ScoredTask one = task(new TaskOrigin("MNIST", "en", TaskOrigin.CLIP_26), ClassificationMetrics.ACC1);
        ScoredTask two = task(new TaskOrigin("OxfordPets", "en", TaskOrigin.CLIP_26), recall);
        ScoredTask none = task("other", recall);
        Resampled resampled = new Resampled();
        resampled.add(one, hits(ClassificationMetrics.ACC1, dense, other));
        resampled.add(two, hits(recall, dense, dense));
        resampled.add(none, hits(recall, other, dense));
        Resampled.Interval alone = on(resampled, "MNIST", ClassificationMetrics.ACC1);
        Resampled.Interval average = Objects.requireNonNull(Objects
                .requireNonNull(resampled.onAverage(List.of(one, two, none), "dense").get(TaskOrigin.CLIP_26))
                .get("other"));
        assertThat(average.low()).isCloseTo(alone.low() / 2, within(1e-12));
        assertThat(average.high()).isCloseTo(alone.high() / 2, within(1e-12));
        assertThat(resampled.onAverage(List.of(none), "dense")).doesNotContainKey(TaskOrigin.CLIP_26);
    }

    /** Mean per-class recall: 3 of 4 and 0 of 1 are right; without the second class only the first counts. */
    @Test
    void groupsCountTheSameHoweverManyCasesTheyHave() {
        Hits hits = new Hits(new float[]{1, 1, 1, 0, 0}, new int[]{0, 0, 0, 0, 2});
        assertThat(hits.measure(new int[]{1, 1, 1, 1, 1})).isEqualTo(0.375);
        assertThat(hits.measure(new int[]{2, 0, 0, 2, 0})).isEqualTo(0.5);
        assertThat(new Hits(hits.right()).measure(new int[]{1, 1, 1, 1, 1})).isEqualTo(0.6, within(1e-12));
    }
}
