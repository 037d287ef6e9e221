package io.mode4j.task;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The right answers of a classification.
 *
 * @param classes K, the number of classes
 * @param labels  {@code [N]} the class of each picture
 * @param groups  {@code [N]} the group of each picture, or empty
 * @param wanted  metrics that are measured beside those of every classification
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers; compared by nobody
public record Labels(int classes, int[] labels, int[] groups, List<Metric> wanted) implements Truth {

    static final int[] NO_GROUPS = {};

    /** At least one picture, every label below K. */
    public Labels {
        wanted = List.copyOf(wanted);
        if (labels.length == 0) {
            throw new IllegalArgumentException("labels: at least one picture expected");
        }
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("labels: a number from 0 to %d expected, found %d".formatted(classes - 1, label));
            }
        }
        if (groups.length > 0 && groups.length != labels.length) {
            throw new IllegalArgumentException("groups: %d of them for %d pictures".formatted(groups.length, labels.length));
        }
    }

    /** Without groups. */
    public Labels(int classes, int[] labels) {
        this(classes, labels, NO_GROUPS, List.of());
    }

    /** What a metric needs that these answers do not have, in words; empty when they have it. */
    String problem(Metric metric) {
        if (metric.equals(ClassificationMetrics.ROC_AUC) && (classes != 2 || textsWithoutPictures().size() > 0)) {
            return "pictures of two classes, found %d classes, %d of them with pictures".formatted(classes,
                    classes - textsWithoutPictures().size());
        }
        if (metric.equals(ClassificationMetrics.MEAN_OF_TOP_1_AND_5) && classes < ClassificationMetrics.AMONG) {
            return "at least 5 classes, found " + classes;
        }
        return ClassificationMetrics.OF_GROUPS.contains(metric) && groups.length == 0 ? "pictures in groups" : "";
    }

    @Override
    public int pictures() {
        return labels.length;
    }

    /** The pictures: classes are few by nature. */
    @Override
    public int cases() {
        return labels.length;
    }

    @Override
    public Judged judge(Scores ofTask, Scores ofQueries) {
        return RankedLabels.of(this, ofTask);
    }

    @Override
    public Map<Metric, Double> chance() {
        Map<Metric, Double> chance = ClassificationMetrics.chance(classes);
        if (wanted.contains(ClassificationMetrics.ROC_AUC)) {
            chance.put(ClassificationMetrics.ROC_AUC, 0.5);
        }
        if (wanted.contains(ClassificationMetrics.MEAN_OF_TOP_1_AND_5) && classes >= ClassificationMetrics.AMONG) {
            chance.put(ClassificationMetrics.MEAN_OF_TOP_1_AND_5, (1.0 + ClassificationMetrics.AMONG) / (2.0 * classes));
        }
        return chance;
    }

    @Override
    public List<Integer> textsWithoutPictures() {
        BitSet seen = new BitSet(classes);
        Arrays.stream(labels).forEach(seen::set);
        return IntStream.range(0, classes).filter(label -> !seen.get(label)).boxed().toList();
    }
}
