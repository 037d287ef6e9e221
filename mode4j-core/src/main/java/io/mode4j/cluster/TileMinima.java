package io.mode4j.cluster;

import java.util.Arrays;

/**
 * The least values of a tile {@code [T, SIZE]} over groups of at most {@value #GROUP} centres, for each point of a block: a look at these tells
 * which few groups are worth a look at each of their centres. The loops are such that HotSpot vectorises them. One per worker.
 */
final class TileMinima {
    static final int GROUP = 16;

    private final float[] least = new float[PointBlock.SIZE];

    /**
     * The least {@code tile[t][p] + offsets[from + t]} over centres {@code t} in {@code start .. end} of the tile.
     *
     * @return {@code [SIZE]}, overwritten by the next call
     */
    float[] of(float[] tile, int start, int end, float[] offsets, int from, int size) {
        Arrays.fill(least, 0, size, Float.POSITIVE_INFINITY);
        int t = start;
        for (; t + 3 < end; t += 4) {
            lowerByFour(tile, t * PointBlock.SIZE, offsets, from + t, least, size);
        }
        for (; t < end; t++) {
            lower(tile, t * PointBlock.SIZE, offsets[from + t], least, size);
        }
        return least;
    }

    private static void lowerByFour(float[] tile, int at, float[] offsets, int center, float[] least, int size) {
        float a = offsets[center];
        float b = offsets[center + 1];
        float c = offsets[center + 2];
        float d = offsets[center + 3];
        for (int p = 0; p < size; p++) {
            float first = Math.min(tile[at + p] + a, tile[at + PointBlock.SIZE + p] + b);
            float second = Math.min(tile[at + 2 * PointBlock.SIZE + p] + c, tile[at + 3 * PointBlock.SIZE + p] + d);
            least[p] = Math.min(least[p], Math.min(first, second));
        }
    }

    private static void lower(float[] tile, int at, float offset, float[] least, int size) {
        for (int p = 0; p < size; p++) {
            least[p] = Math.min(least[p], tile[at + p] + offset);
        }
    }
}
