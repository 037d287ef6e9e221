package io.mode4j.cluster.balanced;

import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.cluster.points.UnfitPointsException;
import io.mode4j.work.Workers;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The few centres that each point may end up with, and their costs (squared distances): the centres with the least cost plus price when the
 * point's list was made. Never N x K: a list starts with {@value #LENGTH} entries and grows only where a point turns out to need more.
 *
 * <p>{@link #bound} is a lower bound of cost plus price over the centres that are not in a point's list, and {@link #pricesMoved}
 * keeps it one when prices change. Memory: about {@code 8 * LENGTH + 13} bytes a point.
 */
public final class Candidates {
    static final int LENGTH = 24;
    static final int COMPARED = 64; // centres whose fall in price is looked at point by point
    private static final int ALL = 64; // with at most this many centres, every list holds all of them

    private final Piles piles;
    private final Points points; // the distinct ones
    private final Workers workers;
    private final int[] start;
    private final int[] length;
    private final float[] bound;
    private final boolean[] changed; // [N] since takeChanged() was called
    private ShiftedCenters target;
    private float[] costs;
    private int[] centers;
    private int used;

    Candidates(Piles piles, ShiftedCenters target, Workers workers) {
        this.piles = piles;
        this.points = piles.distinct();
        this.target = target;
        this.workers = workers;
        this.start = new int[points.size()];
        this.length = new int[points.size()];
        this.bound = new float[points.size()];
        this.changed = new boolean[points.size()];
        int pool = Math.multiplyExact(points.size(), first(target.count()));
        this.costs = new float[pool];
        this.centers = new int[pool];
    }

    private static int first(int clusters) {
        return clusters <= ALL ? clusters : LENGTH;
    }

    int points() {
        return start.length;
    }

    /** The points that the lists are of, with all their copies. */
    Piles piles() {
        return piles;
    }

    /** Whether every list holds all centres. */
    boolean complete() {
        return target.count() <= ALL;
    }

    int from(int point) {
        return start[point];
    }

    int to(int point) {
        return start[point] + length[point];
    }

    float cost(int entry) {
        return costs[entry];
    }

    int center(int entry) {
        return centers[entry];
    }

    float bound(int point) {
        return bound[point];
    }

    /** Cost plus price of each entry of a point's list, in its order. */
    double[] values(int point, double[] prices) {
        double[] values = new double[length[point]];
        Arrays.setAll(values, e -> costs[start[point] + e] + prices[centers[start[point] + e]]);
        return values;
    }

    /** Hands over which points' lists changed since this was last called. */
    int[] takeChanged() {
        int[] indices = IntStream.range(0, changed.length).filter(i -> changed[i]).toArray();
        Arrays.fill(changed, false);
        return indices;
    }

    /** Makes the lists of all points anew, for these centres from now on. */
    void build(ShiftedCenters centers, double[] prices) {
        target = centers;
        int each = first(target.count());
        for (int i = 0; i < start.length; i++) {
            start[i] = i * each;
            length[i] = each;
        }
        used = start.length * each;
        workers.forEach(Math.ceilDiv(start.length, PointBlock.SIZE), () -> {
            CandidateSearch search = new CandidateSearch(target, prices);
            return piece -> {
                int from = piece * PointBlock.SIZE;
                search.load(points, from, Math.min(PointBlock.SIZE, start.length - from), each);
                search.store(p -> from + p, this);
            };
        });
        if (!complete()) {
            int[] large = IntStream.range(0, start.length).filter(this::fillsClusters).toArray();
            renewByLength(prices, large, _ -> target.count());
        }
    }

    /** A point with more copies than a cluster holds may end up with any number of centres: its list holds all. There are fewer such points than centres. */
    private boolean fillsClusters(int point) {
        return piles.clustersFilled(point, target.count()) > 1;
    }

    /** Makes the lists of some points anew: as long as they are, or twice as long. */
    void renew(double[] prices, int[] chosen, boolean longer) {
        renewByLength(prices, chosen, i -> longer ? 2 * length[i] : length[i]);
    }

    private void renewByLength(double[] prices, int[] chosen, IntUnaryOperator wanted) {
        IntUnaryOperator most = i -> Math.min(target.count(), wanted.applyAsInt(i));
        int[] lengths = Arrays.stream(chosen).map(most).sorted().distinct().toArray();
        for (int each : lengths) {
            renew(prices, lengths.length == 1 ? chosen : Arrays.stream(chosen).filter(i -> most.applyAsInt(i) == each).toArray(), each);
        }
    }

    private void renew(double[] prices, int[] chosen, int entries) {
        place(chosen, entries);
        workers.forEach(Math.ceilDiv(chosen.length, PointBlock.SIZE), () -> {
            CandidateSearch search = new CandidateSearch(target, prices);
            return piece -> {
                int from = piece * PointBlock.SIZE;
                search.gather(points, chosen, from, Math.min(PointBlock.SIZE, chosen.length - from), entries);
                search.store(p -> chosen[from + p], this);
            };
        });
    }

    private void place(int[] chosen, int each) {
        long more = 0;
        for (int i : chosen) {
            more += length[i] < each ? each : 0;
        }
        reserve(more);
        for (int i : chosen) {
            if (length[i] < each) {
                start[i] = used;
                used += each;
            }
            length[i] = each;
        }
    }

    private void reserve(long more) {
        long needed = used + more;
        if (needed > costs.length) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, costs.length + costs.length / 4L));
            if (needed > capacity) {
                throw new UnfitPointsException("the points are too much alike for a balanced fit of this size: " + needed
                        + " candidate centres are needed, at most " + capacity + " fit; use a smaller sample or fewer clusters");
            }
            costs = Arrays.copyOf(costs, capacity);
            centers = Arrays.copyOf(centers, capacity);
        }
    }

    void set(int point, int position, int center, float cost) {
        costs[start[point] + position] = cost;
        centers[start[point] + position] = center;
    }

    void setBound(int point, float value) {
        bound[point] = value;
        changed[point] = true;
    }

    /**
     * Brings the lists up to date after prices moved. The centres that fell far against most others, {@value #COMPARED} at most, are compared with every point, and take the
     * place of the worst in the lists where they are better; for all the rest the bound moves with the least of their moves.
     *
     * @param before prices {@code [K]} for which the bounds hold
     * @param after prices now
     * @param far what is far
     */
    void pricesMoved(double[] before, double[] after, double far) {
        if (complete()) {
            return;
        }
        double[] moves = new double[target.count()];
        Arrays.setAll(moves, k -> after[k] - before[k]);
        double[] sorted = moves.clone();
        Arrays.sort(sorted);
        int first = 0; // of those that did not fall far
        while (first < COMPARED && sorted[first] < sorted[sorted.length / 2] - far) {
            first++;
        }
        double rest = sorted[first];
        int[] fallen = IntStream.range(0, moves.length).filter(k -> moves[k] < rest).toArray();
        for (int i = 0; i < start.length; i++) {
            if (bound[i] < Float.POSITIVE_INFINITY) { // else the list holds all centres
                bound[i] = Math.nextDown((float) (bound[i] + rest));
            }
        }
        if (fallen.length > 0) {
            offer(fallen, after);
        }
    }

    /** Offers all points these centres. */
    private void offer(int[] offered, double[] prices) {
        ShiftedCenters few = target.select(offered);
        workers.forEach(Math.ceilDiv(start.length, PointBlock.SIZE), () -> {
            FewCenters costs = new FewCenters(few);
            return piece -> {
                int from = piece * PointBlock.SIZE;
                int size = Math.min(PointBlock.SIZE, start.length - from);
                costs.load(points, from, size);
                for (int f = 0; f < offered.length; f++) {
                    for (int p = 0; p < size; p++) {
                        offer(from + p, offered[f], costs.cost(f, p), prices);
                    }
                }
            };
        });
    }

    /** Takes a centre that is not listed and better than the bound of the list. */
    private void offer(int point, int center, float cost, double[] prices) {
        if (cost + prices[center] < bound[point] && !lists(point, center)) {
            replaceWorst(point, center, cost, prices);
        }
    }

    private boolean lists(int point, int center) {
        for (int e = from(point); e < to(point); e++) {
            if (centers[e] == center) {
                return true;
            }
        }
        return false;
    }

    /** Puts a centre in the place of the listed one with the largest cost plus price, which the bound then covers. */
    private void replaceWorst(int point, int center, float cost, double[] prices) {
        int worst = from(point);
        for (int e = worst + 1; e < to(point); e++) {
            if (costs[e] + prices[centers[e]] > costs[worst] + prices[centers[worst]]) {
                worst = e;
            }
        }
        double largest = costs[worst] + prices[centers[worst]];
        if (cost + prices[center] < largest) {
            costs[worst] = cost;
            centers[worst] = center;
            changed[point] = true;
        } else {
            largest = cost + prices[center];
        }
        bound[point] = Math.min(bound[point], Math.nextDown((float) largest));
    }
}
