package io.mode4j.artifact;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random streams by name. A stream is derived from (seed, purpose, key) and shared with nobody, so that what one part of a run draws never
 * depends on what another drew before, nor on the order or number of threads.
 */
public final class RandomStream {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY = RandomGeneratorFactory.of("L64X128MixRandom");

    private RandomStream() {}

    /**
     * {@return a fresh stream, which always begins at its beginning}; not safe for use by several threads.
     *
     * @param seed the seed of the run
     * @param purpose what is drawn: "caption", "order", …
     * @param key what it is drawn for: an epoch, a sample's key, …; told apart by their texts
     */
    public static RandomGenerator of(long seed, String purpose, Object... key) {
        String[] parts = new String[key.length + 2];
        parts[0] = Long.toString(seed);
        parts[1] = purpose;
        for (int i = 0; i < key.length; i++) {
            parts[i + 2] = key[i].toString();
        }
        return FACTORY.create(HexFormat.of().parseHex(Fingerprints.ofText(parts)));
    }

    /** Shuffles in place, every order equally likely (Fisher and Yates). */
    public static void shuffle(int[] a, RandomGenerator random) {
        for (int i = a.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = a[i];
            a[i] = a[j];
            a[j] = swapped;
        }
    }
}
