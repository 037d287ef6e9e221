package io.mode4j.ensemble.exchange;

import io.mode4j.artifact.BadInputException;
import io.mode4j.dataset.MainMetrics;
import io.mode4j.task.ClassificationMetrics;
import io.mode4j.task.Labels;
import io.mode4j.task.Metric;
import io.mode4j.task.Scores;
import java.util.List;
import java.util.Map;

/**
 * What sums a task of the CLIP evaluation up, in percent.
 *
 * @param task   its name
 * @param metric the one of the 26 tasks
 * @param labels the right answers
 */
record TaskMetric(String task, Metric metric, Labels labels) {

    static TaskMetric of(String task, int classes, int[] targets) {
        Metric metric = MainMetrics.ofClipEval(task);
        return new TaskMetric(task, metric, new Labels(classes, targets, new int[0], List.of(metric)));
    }

    /** Percent, of a matrix {@code [N, C]}. */
    double of(Scores scores) throws BadInputException {
        Map<Metric, Double> measured = labels.judge(scores, scores).figures();
        Double value = measured.get(metric);
        if (value == null) {
            throw new BadInputException("task '%s': %s cannot be measured with %d classes, %d of them without pictures".formatted(task,
                    metric.heading(), labels.classes(), labels.textsWithoutPictures().size()));
        }
        return metric.equals(ClassificationMetrics.MEAN_OF_TOP_1_AND_5) ? inFloats(measured) : 100 * value;
    }

    /** This one is computed in float32 by the reference, so that its cells differ from exact ones in the sixth decimal. */
    private double inFloats(Map<Metric, Double> measured) {
        float percent = (float) (100.0 / labels.labels().length);
        float first = Math.round(measured.getOrDefault(ClassificationMetrics.ACC1, 0.0) * labels.labels().length) * percent;
        float five = Math.round(measured.getOrDefault(ClassificationMetrics.ACC5, 0.0) * labels.labels().length) * percent;
        return (first + five) / 2;
    }
}
