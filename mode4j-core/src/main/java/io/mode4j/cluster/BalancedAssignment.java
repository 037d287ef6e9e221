package io.mode4j.cluster;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Assigns N points to K centres with sizes within {@link Capacity}, at a cost within a given share of the least possible: the transportation
 * problem, solved through prices on the centres.
 *
 * <p>{@link Candidates} keep the few centres that each point may end up with, {@link PriceAscent} finds prices, {@link AugmentingPaths} makes the
 * sizes exactly right. The certificate counts every centre that is not in a point's list at the list's bound, so that it holds for the whole N x K
 * problem; while it is not good enough, the lists that spoil it are made longer. Of few points prices are kept from call to call; for
 * many, those of a sample are a better start. Not safe for use by several threads.
 */
final class BalancedAssignment {
    private static final int ROUNDS = 8;
    private static final double FEW_OPEN = 0.002;
    private static final int CHUNK = 16_384;
    private static final int STRIDE = 16;
    private static final int LEAST_SAMPLE = 32; // points a centre
    private static final double SAMPLE_GAP = 0.01;

    private final Points points;
    private final Capacity capacity;
    private final Workers workers;
    private final double[] prices; // [K + 1]
    private final Candidates candidates;
    private ShiftedCenters target;
    private Membership members;
    private AugmentingPaths paths;

    BalancedAssignment(Points points, Capacity capacity, Workers workers, ShiftedCenters centers) {
        this.points = points;
        this.capacity = capacity;
        this.workers = workers;
        this.prices = new double[capacity.clusters() + 1];
        this.candidates = new Candidates(capacity.points(), capacity.clusters(), workers);
        this.target = centers;
        this.members = new Membership(candidates, capacity.clusters());
        this.paths = new AugmentingPaths(capacity, members, prices);
    }

    /**
     * Assigns all points.
     *
     * @param maxGap the duality gap to reach; 0 asks for the optimum (of the float32 costs)
     */
    Certificate assign(ShiftedCenters centers, double maxGap) {
        target = centers;
        start();
        for (int stuck = 0; true;) {
            double[] before = prices.clone();
            boolean balanced = paths.run();
            candidates.pricesMoved(points, target, before, prices);
            if (!balanced) {
                extend(pointsOfStuckCenters(), ++stuck <= ROUNDS);
                continue;
            }
            Certificate certificate = certify();
            int[] open = openPoints();
            if (certificate.gap() <= maxGap || open.length == 0) {
                return certificate;
            }
            extend(open, false);
        }
    }

    /** The centre of each point after {@link #assign}; not a copy. */
    int[] owners() {
        return members.owners();
    }

    /** The prices of the centres after {@link #assign}, {@code [K + 1]}; not a copy. */
    double[] prices() {
        return prices;
    }

    /** Finds prices and lists that suit each other, and gives every point its first choice. */
    private void start() {
        priceBySample();
        candidates.build(points, target, prices);
        ascend();
        int[] open = openPoints();
        for (int round = 0; round < ROUNDS && open.length > FEW_OPEN * capacity.points(); round++) {
            if (open.length > capacity.points() / 4) {
                candidates.build(points, target, prices);
            } else {
                candidates.extend(points, target, prices, open);
            }
            ascend();
            open = openPoints();
        }
        giveFirstChoices();
    }

    /**
     * First prices from every 16th point, where these are many: cheaper than to find them on all points, several passes over N x K. Those of the last call are
     * no start: centres moved, and costs with them.
     */
    private void priceBySample() {
        int count = capacity.points() / STRIDE;
        if (count < LEAST_SAMPLE * capacity.clusters()) {
            return;
        }
        int[] sample = new int[count];
        Arrays.setAll(sample, i -> i * STRIDE);
        BalancedAssignment small = new BalancedAssignment(points.select(sample), capacity.ofSample(count), workers, target);
        small.assign(target, SAMPLE_GAP);
        System.arraycopy(small.prices, 0, prices, 0, prices.length);
    }

    private void giveFirstChoices() {
        int[] first = new int[capacity.points()];
        float[] costs = new float[capacity.points()];
        choose((point, choice) -> {
            first[point] = choice.first;
            costs[point] = choice.firstCost;
        });
        members = new Membership(candidates, capacity.clusters());
        for (int i = 0; i < first.length; i++) {
            members.give(i, first[i], costs[i]);
        }
        paths = new AugmentingPaths(capacity, members, prices);
    }

    private void ascend() {
        double[] before = prices.clone();
        new PriceAscent(candidates, capacity, workers).run(prices);
        candidates.pricesMoved(points, target, before, prices);
    }

    private int[] pointsOfStuckCenters() {
        int[] found = new int[capacity.points()];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            if (paths.stuck(members.owner(i)) && candidates.bound(i) < Float.POSITIVE_INFINITY) {
                found[count++] = i;
            }
        }
        if (count == 0) {
            throw new IllegalStateException("no room is left for " + capacity);
        }
        return Arrays.copyOf(found, count);
    }

    /** Points that a centre outside their list might serve better, for all that their list's bound tells. */
    private int[] openPoints() {
        boolean[] open = new boolean[capacity.points()];
        choose((point, choice) -> open[point] = choice.firstValue > candidates.bound(point));
        return IntStream.range(0, open.length).filter(i -> open[i]).toArray();
    }

    /**
     * Makes lists longer. Points for which that turns up a better centre go there, and sizes are made right again afterwards; where that would
     * be many, {@code anew} looks for better prices first.
     */
    private void extend(int[] chosen, boolean anew) {
        candidates.extend(points, target, prices, chosen);
        if (anew) {
            ascend();
            giveFirstChoices();
            return;
        }
        Choice choice = new Choice();
        for (int i : chosen) {
            choice.of(candidates, prices, i);
            members.take(i);
            members.give(i, choice.first, choice.firstCost);
        }
    }

    private Certificate certify() {
        double[] least = new double[capacity.points()];
        choose((point, choice) -> least[point] = Math.min(choice.firstValue, candidates.bound(point)));
        double bound = -capacity.dearest(prices);
        for (double value : least) { // in the points' order, whatever the threads
            bound += value;
        }
        return new Certificate(members.cost(), bound);
    }

    /** What to do with a point's choice; called by several threads, each for points of its own. */
    private interface PointWork {
        void at(int point, Choice choice);
    }

    private void choose(PointWork work) {
        workers.forEach(Math.ceilDiv(capacity.points(), CHUNK), () -> {
            Choice choice = new Choice();
            return piece -> {
                int end = Math.min(capacity.points(), (piece + 1) * CHUNK);
                for (int i = piece * CHUNK; i < end; i++) {
                    choice.of(candidates, prices, i);
                    work.at(i, choice);
                }
            };
        });
    }
}
