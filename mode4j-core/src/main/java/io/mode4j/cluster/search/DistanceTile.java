package io.mode4j.cluster.search;

import io.mode4j.cluster.points.PointBlock;

/**
 * Estimates of the squared distances between a block of P points and a tile of T centres, less the points' squared lengths. An estimate may be too
 * large by {@link #error} at most. One per worker.
 */
interface DistanceTile {
    /** Takes the points of a block. */
    void load(PointBlock block);

    /** How much too large an estimate of point p may be. */
    float error(int p);

    /** Measures all points and centres {@code from .. to}, at most {@link PointBlock#TILE}. */
    void compute(int from, int to);

    /** The estimate for centre t of the tile and point p of the block. */
    float value(int t, int p);

    /** Puts each point's least estimate over centres {@code start .. end} of the tile into {@code least}, {@code [P]}. */
    void least(int start, int end, float[] least);
}
