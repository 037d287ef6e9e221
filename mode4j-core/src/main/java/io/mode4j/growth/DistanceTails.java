package io.mode4j.growth;

import io.mode4j.cluster.Assignments;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How far from each fine centre the pairs are that are known: a distance beyond which {@value #BEYOND} of a centre's pairs lie, and how many it has. Memory: 16 KiB a centre, whatever the number of pairs. Not
 * thread-safe while it counts.
 */
final class DistanceTails {
    /** The share of the known pairs of a centre that lies beyond. */
    static final double BEYOND = 0.01;
    private static final int BITS = 15; // of a float's 23 that do not count: a bin is 1/256 of its distance wide
    private static final int BINS = 1 << 12;
    private static final int FIRST = (127 - 8) << (23 - BITS); // the bin of 1/256; sixteen octaves follow

    private final int[][] bins;
    private final long[] pairs;

    DistanceTails(int centers) {
        this.bins = new int[centers][BINS];
        this.pairs = new long[centers];
    }

    /** Counts all pairs of an index. */
    void add(SampleIndex index, Assignments assignments) throws IOException {
        for (int shard = 0; shard < index.shards(); shard++) {
            if (index.rows(shard) > 0) {
                add(assignments.read(index.name(shard)), assignments.distances(index.name(shard)));
            }
        }
    }

    /** Counts pairs by their fine centres {@code [N]} and the distances {@code [N]} to these. */
    void add(int[] centers, float[] distances) {
        for (int i = 0; i < centers.length; i++) {
            bins[centers[i]][bin(distances[i])]++;
            pairs[centers[i]]++;
        }
    }

    private static int bin(float distance) {
        return Math.clamp((Float.floatToRawIntBits(distance) >>> BITS) - FIRST, 0, BINS - 1);
    }

    /** {@return a distance that at most {@value #BEYOND} of the centre's pairs exceed, by less than 1/128 above the least such; 0 where it has none} */
    float limit(int center) {
        long left = pairs[center];
        if (left == 0) {
            return 0;
        }
        double most = BEYOND * left;
        int bin = -1;
        while (left > most) {
            left -= bins[center][++bin];
        }
        return Float.intBitsToFloat((bin + 1 + FIRST) << BITS);
    }

    /** {@return these distances of all centres} */
    float[] limits() {
        float[] limits = new float[pairs.length];
        IntStream.range(0, limits.length).forEach(center -> limits[center] = limit(center));
        return limits;
    }

    /** {@return how many pairs each centre has} */
    long[] pairs() {
        return pairs.clone();
    }

    /** {@return how many pairs there are} */
    long all() {
        return LongStream.of(pairs).sum();
    }
}
