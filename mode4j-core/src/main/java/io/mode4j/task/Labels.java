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
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers; compared by nobody
public record Labels(int classes, int[] labels) implements Truth {

    /** At least one picture, every label below K. */
    public Labels {
        if (labels.length == 0) {
            throw new IllegalArgumentException("labels: at least one picture expected");
        }
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("labels: a number from 0 to %d expected, found %d".formatted(classes - 1, label));
            }
        }
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
    public Map<Metric, Double> measure(Scores ofTask, Scores ofQueries) {
        return ClassificationMetrics.of(ofTask, labels);
    }

    @Override
    public Map<Metric, Double> chance() {
        return ClassificationMetrics.chance(classes);
    }

    @Override
    public List<Integer> textsWithoutPictures() {
        BitSet seen = new BitSet(classes);
        Arrays.stream(labels).forEach(seen::set);
        return IntStream.range(0, classes).filter(label -> !seen.get(label)).boxed().toList();
    }
}
