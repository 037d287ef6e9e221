package io.mode4j.train;

import io.mode4j.artifact.RandomStream;

/**
 * The order in which a model sees its n samples: a fresh permutation every epoch, drawn from (seed, epoch) alone, so that training can go on at any
 * position. Not thread-safe.
 *
 * <p>
 * Holds the permutation of the epoch asked for last: 4 bytes a sample.
 */
final class EpochOrder {

    private final long seed;
    private final int[] permutation;
    private long epoch = -1;

    EpochOrder(int samples, long seed) {
        if (samples < 1) {
            throw new IllegalArgumentException("an order needs at least one sample");
        }
        this.seed = seed;
        this.permutation = new int[samples];
    }

    /** Epoch of the {@code position}-th draw, both counted from 0. */
    long epoch(long position) {
        return position / permutation.length;
    }

    /** Which of the samples the {@code position}-th draw is. */
    int sample(long position) {
        return permutation(epoch(position))[(int) (position % permutation.length)];
    }

    /** The samples in the order of an epoch; until another is asked for. */
    int[] permutation(long wanted) {
        if (wanted != epoch) {
            for (int i = 0; i < permutation.length; i++) {
                permutation[i] = i;
            }
            RandomStream.shuffle(permutation, RandomStream.of(seed, "order", wanted));
            epoch = wanted;
        }
        return permutation;
    }
}
