package io.mode4j.cluster.points;

import java.util.random.RandomGenerator;

/** Samples without replacement. Stateless. */
public final class Sampling {
    private Sampling() {}

    /** {@code count} distinct numbers below {@code bound}, in rising order, every set equally likely (Knuth, algorithm S). */
    public static int[] choose(int bound, int count, RandomGenerator random) {
        int[] chosen = new int[count];
        choose(bound, count, random, (at, number) -> chosen[at] = (int) number);
        return chosen;
    }

    /** The same for larger bounds, handed on one by one. */
    public static void choose(long bound, int count, RandomGenerator random, Chosen chosen) {
        if (count > bound) {
            throw new IllegalArgumentException("cannot choose " + count + " of " + bound);
        }
        int taken = 0;
        for (long i = 0; taken < count; i++) {
            long left = bound - i;
            if ((left <= Integer.MAX_VALUE ? random.nextInt((int) left) : random.nextLong(left)) < count - taken) {
                chosen.take(taken++, i);
            }
        }
    }

    /** Takes what was chosen. */
    @FunctionalInterface
    public interface Chosen {
        /** The number that was chosen as number {@code at}, from 0 on. */
        void take(int at, long number);
    }
}
