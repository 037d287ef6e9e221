package io.mode4j.task;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Accuracy within each group of pictures; the lowest counts: as WILDS and DataComp have it. N pictures. */
final class WorstGroup implements Cases {

    private final float[] right;
    /** Of each picture, counted from 0 without gaps. */
    private final int[] groups;
    private final int count;

    /**
     * Takes the cases.
     *
     * @param right  {@code [N]} 1 for a picture that is right, else 0
     * @param groups {@code [N]} any numbers
     */
    WorstGroup(float[] right, int[] groups) {
        int[] numbers = IntStream.of(groups).distinct().sorted().toArray();
        this.right = right;
        this.groups = IntStream.of(groups).map(group -> Arrays.binarySearch(numbers, group)).toArray();
        this.count = numbers.length;
    }

    @Override
    public int count() {
        return right.length;
    }

    /** Of groups without a picture nothing counts. */
    @Override
    public double measure(int[] times) {
        long[] hits = new long[count];
        long[] pictures = new long[count];
        for (int i = 0; i < right.length; i++) {
            hits[groups[i]] += ((long) right[i]) * times[i];
            pictures[groups[i]] += times[i];
        }
        return IntStream.range(0, count)
                .filter(group -> pictures[group] > 0)
                .mapToDouble(group -> (double) hits[group] / pictures[group])
                .min()
                .orElse(0);
    }
}
