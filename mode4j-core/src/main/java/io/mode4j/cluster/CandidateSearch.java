package io.mode4j.cluster;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Finds, for a block of points, the centres with the least cost plus price. One per worker. */
final class CandidateSearch {
    private final ShiftedCenters centers;
    private final float[] prices;
    private final PointBlock block;
    private final float[] worst = new float[PointBlock.SIZE]; // [P] the largest value in the list of each point
    private final int[] worstAt = new int[PointBlock.SIZE];
    private float[] values = {}; // [P, length] cost + price
    private float[] costs = {};
    private int[] found = {};
    private int size;
    private int length;

    CandidateSearch(ShiftedCenters centers, double[] prices) {
        this.centers = centers;
        this.prices = new float[centers.count()];
        for (int k = 0; k < this.prices.length; k++) {
            this.prices[k] = (float) prices[k];
        }
        this.block = new PointBlock(centers);
    }

    void load(Points points, int from, int count, int each) {
        block.load(points, from, count);
        search(count, each);
    }

    void gather(Points points, int[] indices, int from, int count, int each) {
        block.gather(points, indices, from, count);
        search(count, each);
    }

    private void search(int count, int each) {
        size = count;
        length = each;
        if (values.length < count * each) {
            values = new float[count * each];
            costs = new float[count * each];
            found = new int[count * each];
        }
        Arrays.fill(worst, Float.POSITIVE_INFINITY);
        Arrays.fill(values, Float.POSITIVE_INFINITY);
        for (int p = 0; p < count; p++) {
            worstAt[p] = p * each;
        }
        for (int k = 0; k < centers.count(); k += PointBlock.TILE) {
            int end = Math.min(centers.count(), k + PointBlock.TILE);
            float[][] tile = block.squaredDistances(centers, k, end);
            for (int t = 0; t < end - k; t++) {
                keep(tile[t], k + t);
            }
        }
    }

    private void keep(float[] distances, int center) {
        float price = prices[center];
        for (int p = 0; p < size; p++) {
            float value = distances[p] + price;
            if (value < worst[p]) {
                replaceWorst(p, value, distances[p], center);
            }
        }
    }

    private void replaceWorst(int p, float value, float cost, int center) {
        int at = worstAt[p];
        values[at] = value;
        costs[at] = cost;
        found[at] = center;
        int from = p * length;
        int next = from;
        for (int e = from + 1; e < from + length; e++) {
            next = values[e] > values[next] ? e : next;
        }
        worstAt[p] = next;
        worst[p] = values[next];
    }

    /** Writes the lists; {@code index} tells which point a place of the block is. */
    void store(IntUnaryOperator index, Candidates into) {
        for (int p = 0; p < size; p++) {
            int point = index.applyAsInt(p);
            for (int e = 0; e < length; e++) {
                into.set(point, e, found[p * length + e], costs[p * length + e]);
            }
            into.setBound(point, length == centers.count() ? Float.POSITIVE_INFINITY : Math.nextDown(worst[p]));
        }
    }
}
