package io.mode4j.train;

import java.util.BitSet;

/** A {@link SampleOrder} read backwards: when in an epoch some pairs are drawn. Not thread-safe. */
interface EpochPlaces {

    /**
     * Which of the pairs an epoch draws early, by their numbers in the order in which they were given.
     *
     * @param end
     *            they are drawn before this place of the epoch; places are counted from 0
     */
    BitSet before(long epoch, long end);

    /** Where each number stands in a permutation. */
    static int[] inverse(int[] permutation) {
        int[] inverse = new int[permutation.length];
        for (int place = 0; place < permutation.length; place++) {
            inverse[permutation[place]] = place;
        }
        return inverse;
    }
}
