package io.mode4j.cluster.points;

import java.util.random.RandomGenerator;

/** Samples without replacement. Stateless. */
public final class Sampling {
    private Sampling() {}

    /** {@code count} distinct numbers below {@code bound}, in rising order, every set equally likely (Knuth, algorithm S). */
    public static int[] choose(int bound, int count, RandomGenerator random) {
        if (count > bound) {
            throw new IllegalArgumentException("cannot choose " + count + " of " + bound);
        }
        int[] chosen = new int[count];
        int taken = 0;
        for (int i = 0; taken < count; i++) {
            if (random.nextInt(bound - i) < count - taken) {
                chosen[taken++] = i;
            }
        }
        return chosen;
    }
}
