package io.mode4j.cluster.balanced;

import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.Points;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Brings the prices of the centres near those that balance the clusters: Newton's method on the dual.
 *
 * <p>At prices {@code p} each point prefers the centre with the least {@code cost + price}; the dual's gradient is how many more points prefer a
 * centre than it may hold, and its Hessian is estimated from the points on {@link DualHessian} between two centres. Prices go no farther than the lists of
 * candidates can tell: those of a centre's own points for a rise, those of all for a fall. They are never trusted: {@link AugmentingPaths} makes the sizes right, and the certificate is computed from the final prices.
 */
final class PriceAscent {
    private static final int MAX_PASSES = 40;
    private static final int PATIENCE = 3;
    private static final double ENOUGH = 0.0002; // share of misplaced points at which augmenting paths are faster than another pass
    private static final double FEW = 64; // as many misplaced points always are
    private static final double DAMPING = 0.6;
    private static final double MOST_EDGES = 0.25; // share of the points that lie on an edge
    private static final double LEAST_EDGES = 0.02;
    private static final double EDGES = 8; // a misplaced point, in between
    private static final double REACH = 0.25; // share of the points whose lists may not tell
    private static final int OWN_SAMPLE = 64; // points a centre

    private final Candidates candidates;
    private final Capacity capacity;
    private final double[] prices; // [K + 1], the last place is not used; improved in place
    private final Choices choices; // at these prices

    PriceAscent(PricedLists lists, Capacity capacity) {
        this.candidates = lists.candidates();
        this.capacity = capacity;
        this.prices = lists.prices();
        this.choices = lists.choices();
    }

    /**
     * What came of an ascent.
     *
     * @param dual lower bound of the cost, as far as the lists tell
     * @param misplaced points that must still leave their first choice
     * @param isolated centres whose prices would have to fall farther than the lists tell
     * @param missing how many points these miss together
     */
    @SuppressWarnings("ArrayRecordComponent") // a result of arrays; nobody compares these
    record Outcome(double dual, long misplaced, int[] isolated, long missing) {}

    /** Improves the prices; what they were is the start. */
    Outcome run() {
        spreadPiles();
        double[] start = prices.clone();
        double[] best = prices.clone();
        double reach = reach();
        double[] rises = rises(reach);
        Outcome outcome = new Outcome(Double.NEGATIVE_INFINITY, 0, new int[0], 0);
        double share = MOST_EDGES;
        double farthest = 0;
        double step = 1;
        long least = Long.MAX_VALUE;
        for (int pass = 0, since = 0; pass < MAX_PASSES && since < PATIENCE; pass++) {
            DualHessian edges = new DualHessian(choices, candidates, prices, capacity.clusters(), share);
            farthest = pass == 0 ? 2 * edges.width() : farthest;
            double[] excess = excess(edges.sizes());
            double[] moves = relative(edges.moves(excess, fixed(excess)));
            double dual = edges.value() - capacity.dearest(prices);
            long misplaced = misplaced(edges.sizes());
            if (dual > outcome.dual()) {
                int[] isolated = IntStream.range(0, moves.length).filter(k -> moves[k] < -reach).toArray();
                outcome = new Outcome(dual, misplaced, isolated, (long) -Arrays.stream(isolated).mapToDouble(k -> excess[k]).sum());
                System.arraycopy(prices, 0, best, 0, prices.length);
            }
            if (misplaced <= enough(capacity)) {
                break;
            }
            share = Math.clamp(EDGES * misplaced / capacity.points(), LEAST_EDGES, MOST_EDGES);
            since = misplaced < 0.95 * least ? 0 : since + 1;
            step = since == 0 ? step : DAMPING * step; // where only the estimate's noise is left
            least = Math.min(least, misplaced);
            for (int k = 0; k < moves.length; k++) {
                double next = prices[k] + Math.clamp(step * moves[k], -farthest, farthest);
                boolean crosses = !capacity.strict() && next * prices[k] < 0;
                prices[k] = crosses ? 0 : Math.clamp(next, start[k] - reach, start[k] + rises[k]);
            }
        }
        System.arraycopy(best, 0, prices, 0, prices.length);
        return outcome;
    }

    /**
     * A point with more copies than a cluster may hold fills m centres at least, and so is served alike by these in the end: the m that are best for it get as dear as the last of
     * them at once. Newton's steps, as wide as the edges of other points, would take many to get there.
     */
    private void spreadPiles() {
        Piles piles = candidates.piles();
        for (int i = 0; i < piles.count(); i++) {
            if (piles.copies(i) > capacity.hi()) {
                double last = value(i, Math.min(capacity.clusters(), Math.ceilDiv(piles.copies(i), capacity.hi())));
                for (int e = candidates.from(i); e < candidates.to(i); e++) {
                    int center = candidates.center(e);
                    prices[center] = Math.max(prices[center], last - candidates.cost(e));
                }
            }
        }
    }

    /** The value (cost plus price) of the rank-th best candidate of a point, counted from 1; of the last if there are fewer. */
    private double value(int point, int rank) {
        double[] values = candidates.values(point, prices);
        Arrays.sort(values);
        return values[Math.min(rank, values.length) - 1];
    }

    /** As few misplaced points as are left to the paths. */
    static double enough(Capacity capacity) {
        return Math.max(ENOUGH * capacity.points(), FEW);
    }

    private long misplaced(double[] sizes) {
        double sum = 0;
        for (int k = 0; k < capacity.clusters(); k++) {
            sum += Math.max(0, sizes[k] - capacity.hi()) + Math.max(0, capacity.lo() - sizes[k]);
        }
        return (long) (sum / 2);
    }

    /** Points too many. */
    private double[] excess(double[] sizes) {
        double[] excess = new double[sizes.length];
        Arrays.setAll(excess, k -> sizes[k] - wanted(prices[k], sizes[k]));
        return excess;
    }

    /** With slack, a price of 0 is where a size is free. */
    private boolean[] fixed(double[] excess) {
        boolean[] fixed = new boolean[excess.length];
        for (int k = 0; k < fixed.length; k++) {
            fixed[k] = !capacity.strict() && prices[k] == 0 && excess[k] == 0;
        }
        return fixed;
    }

    private double wanted(double price, double size) {
        if (capacity.strict()) {
            return (double) capacity.points() / capacity.clusters();
        }
        if (price == 0) {
            return Math.clamp(size, capacity.lo(), capacity.hi());
        }
        return price > 0 ? capacity.hi() : capacity.lo();
    }

    /** How far prices may move until a quarter of the points may prefer a centre that they do not list. */
    double reach() {
        if (candidates.complete()) {
            return Double.POSITIVE_INFINITY;
        }
        int stride = DualHessian.stride(candidates.points());
        float[] depths = new float[candidates.points() / stride];
        float[] margins = new float[depths.length];
        Choice choice = new Choice();
        for (int i = 0; i < depths.length; i++) {
            choice.of(candidates, prices, i * stride);
            depths[i] = (float) (candidates.bound(i * stride) - choice.firstValue);
            margins[i] = (float) choice.margin();
        }
        return Math.max(Selection.smallest(depths, (int) (REACH * depths.length) + 1), DualHessian.width(margins, MOST_EDGES));
    }

    /**
     * How far each price may rise until a quarter of the points that prefer the centre may prefer one that they do not list, {@code [K]}; no less than {@code reach}. What
     * the other points list does not matter: a centre that gets dearer does not attract them.
     */
    private double[] rises(double reach) {
        double[] rises = new double[capacity.clusters()];
        Arrays.fill(rises, reach);
        if (candidates.complete()) {
            return rises;
        }
        int stride = Math.ceilDiv(candidates.points(), OWN_SAMPLE * capacity.clusters());
        float[][] depths = new float[capacity.clusters()][OWN_SAMPLE];
        int[] counts = new int[capacity.clusters()];
        Choice choice = new Choice();
        for (int i = 0; i < candidates.points(); i += stride) {
            choice.of(candidates, prices, i);
            int k = choice.first;
            if (counts[k] == depths[k].length) {
                depths[k] = Arrays.copyOf(depths[k], 2 * counts[k]);
            }
            depths[k][counts[k]++] = (float) (candidates.bound(i) - choice.firstValue);
        }
        for (int k = 0; k < rises.length; k++) {
            float[] own = Arrays.copyOf(depths[k], counts[k]);
            rises[k] = own.length == 0 ? reach : Math.max(reach, Selection.smallest(own, (int) (REACH * own.length) + 1));
        }
        return rises;
    }

    /**
     * Where sizes are fixed, only differences of prices matter: the moves less their median, so that most prices stay within what the lists tell where a few centres, hardly
     * connected with the others, move far.
     */
    private double[] relative(double[] moves) {
        if (!capacity.strict()) {
            return moves;
        }
        double[] sorted = moves.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        return Arrays.stream(moves).map(move -> move - median).toArray();
    }
}
