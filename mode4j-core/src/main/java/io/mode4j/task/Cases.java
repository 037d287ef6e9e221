package io.mode4j.task;

import java.util.Arrays;

/** The cases of a task as one of its metrics sees them, so that it can be measured again on a sample of them. N cases. */
public interface Cases {

    /** N, at least 1. */
    int count();

    /**
     * The metric where case i occurs {@code times[i]} times.
     *
     * @param times {@code [N]}, not all 0
     */
    double measure(int[] times);

    /** The metric where every case occurs once. */
    default double ofAll() {
        int[] once = new int[count()];
        Arrays.fill(once, 1);
        return measure(once);
    }
}
