package io.mode4j.task;

import java.util.Arrays;

/**
 * How right each case of a task was, where a metric is the mean of such: over the cases, or over the means of groups of cases.
 *
 * @param right  {@code [N]} of each case, 0 to 1
 * @param groups {@code [N]} the group of each case, counted from 0; empty where all are one
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers; compared by nobody
public record Hits(float[] right, int[] groups) implements Cases {

    /** At least one case, and as many groups, if there are any. */
    public Hits {
        if (right.length == 0 || (groups.length != 0 && groups.length != right.length)) {
            throw new IllegalArgumentException("hits: %d cases, %d groups".formatted(right.length, groups.length));
        }
    }

    /** All cases count the same. */
    public Hits(float[] right) {
        this(right, new int[0]);
    }

    @Override
    public int count() {
        return right.length;
    }

    /** Of groups without a case nothing counts. */
    @Override
    public double measure(int[] times) {
        int all = groups.length == 0 ? 1 : Arrays.stream(groups).max().orElse(0) + 1;
        double[] sums = new double[all];
        long[] cases = new long[all];
        for (int i = 0; i < right.length; i++) {
            int group = groups.length == 0 ? 0 : groups[i];
            sums[group] += (double) right[i] * times[i];
            cases[group] += times[i];
        }
        double mean = 0;
        int present = 0;
        for (int g = 0; g < all; g++) {
            if (cases[g] > 0) {
                mean += sums[g] / cases[g];
                present++;
            }
        }
        return mean / present;
    }
}
