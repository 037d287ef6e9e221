package io.mode4j.cluster;

import java.util.Arrays;

/**
 * Brings the prices of the centres near those that balance the clusters: a damped Newton ascent of the dual with a diagonal Hessian.
 *
 * <p>At prices {@code p} each point prefers the centre with the least {@code cost + price}; the dual's gradient is how many more points prefer a
 * centre than it may hold. How fast that number falls as the price rises is estimated from the points whose first and second choice lie within a
 * window of each other. The prices found are never trusted: {@link AugmentingPaths} makes the sizes right, and the certificate is
 * computed from the final prices.
 */
final class PriceAscent {
    private static final int MAX_PASSES = 60;
    private static final int PATIENCE = 8;
    private static final double ENOUGH = 0.0002; // share of misplaced points at which augmenting paths are faster than another pass
    private static final double FEW = 64; // as many misplaced points always are
    private static final double DAMPING = 0.7;
    private static final double WINDOW_QUANTILE = 0.25;
    private static final int CHUNK = 16_384;

    private final Candidates candidates;
    private final Capacity capacity;
    private final Workers workers;

    PriceAscent(Candidates candidates, Capacity capacity, Workers workers) {
        this.candidates = candidates;
        this.capacity = capacity;
        this.workers = workers;
    }

    /** Improves {@code prices} (K, and one more place that is not used) in place; what they were is the start. */
    void run(double[] prices) {
        double[] best = prices.clone();
        double enough = Math.max(ENOUGH * capacity.points(), FEW);
        long least = Long.MAX_VALUE;
        int since = 0;
        for (int pass = 0; pass < MAX_PASSES && since < PATIENCE && least > enough; pass++) {
            double window = window(prices);
            int[][] tally = tally(prices, window);
            long misplaced = misplaced(tally[0]);
            since++;
            if (misplaced < least) {
                since = misplaced < 0.95 * least ? 0 : since;
                least = misplaced;
                System.arraycopy(prices, 0, best, 0, prices.length);
            }
            step(prices, tally, window);
        }
        System.arraycopy(best, 0, prices, 0, prices.length);
    }

    private long misplaced(int[] sizes) {
        long sum = 0;
        for (int k = 0; k < capacity.clusters(); k++) {
            sum += Math.max(0, sizes[k] - capacity.hi()) + Math.max(0, capacity.lo() - sizes[k]);
        }
        return sum / 2;
    }

    private void step(double[] prices, int[][] tally, double window) {
        for (int k = 0; k < capacity.clusters(); k++) {
            double slope = Math.max(1, tally[1][k]) / (2 * window);
            double move = DAMPING * (tally[0][k] - wanted(prices[k], tally[0][k])) / slope;
            double next = prices[k] + Math.clamp(move, -2 * window, 2 * window);
            boolean crosses = !capacity.strict() && next * prices[k] < 0; // with slack, a price of 0 is where a size is free
            prices[k] = crosses ? 0 : next;
        }
    }

    private double wanted(double price, int size) {
        if (capacity.strict()) {
            return (double) capacity.points() / capacity.clusters();
        }
        if (price == 0) {
            return Math.clamp(size, capacity.lo(), capacity.hi());
        }
        return price > 0 ? capacity.hi() : capacity.lo();
    }

    /** The margin between first and second choice that a quarter of the points stay below. */
    private double window(double[] prices) {
        int stride = Math.max(1, candidates.points() / 4096);
        double[] margins = new double[candidates.points() / stride];
        Choice choice = new Choice();
        for (int i = 0; i < margins.length; i++) {
            choice.of(candidates, prices, i * stride);
            margins[i] = choice.margin();
        }
        Arrays.sort(margins);
        double scale = margins[margins.length - 1];
        return Math.max(margins[(int) (WINDOW_QUANTILE * margins.length)], Math.max(1e-6 * (Double.isFinite(scale) ? scale : 1), 1e-12));
    }

    /** Row 0: points that prefer each centre. Row 1: points on the edge of each centre, within the window on either side. */
    private int[][] tally(double[] prices, double window) {
        int[][] total = new int[2][capacity.clusters()];
        workers.forEach(Math.ceilDiv(candidates.points(), CHUNK), () -> {
            Choice choice = new Choice();
            return piece -> {
                int[][] part = new int[2][capacity.clusters()];
                int end = Math.min(candidates.points(), (piece + 1) * CHUNK);
                for (int i = piece * CHUNK; i < end; i++) {
                    choice.of(candidates, prices, i);
                    count(choice, candidates.bound(i), window, part);
                }
                add(part, total);
            };
        });
        return total;
    }

    /** A point whose list's bound is below its first choice may prefer a centre outside its list: it counts for none. */
    private static void count(Choice choice, float bound, double window, int[][] part) {
        if (choice.firstValue > bound) {
            return;
        }
        part[0][choice.first]++;
        if (Math.min(choice.secondValue, bound) - choice.firstValue < window) {
            part[1][choice.first]++;
            if (choice.secondValue <= bound) {
                part[1][choice.second]++;
            }
        }
    }

    private static void add(int[][] part, int[][] total) {
        synchronized (total) { // counts: the order does not matter
            for (int r = 0; r < total.length; r++) {
                for (int k = 0; k < total[r].length; k++) {
                    total[r][k] += part[r][k];
                }
            }
        }
    }
}
