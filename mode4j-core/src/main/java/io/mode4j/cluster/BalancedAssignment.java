package io.mode4j.cluster;

import io.mode4j.artifact.RandomStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;
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
    private static final int ROUNDS = 30;
    private static final double FEW_OPEN = 0.002;
    private static final double GAIN = 0.25; // of the dual in a round that is worth another, in shares of the gap to reach
    private static final double LEAST_GAIN = 1e-5;
    private static final double FAR = 0.1; // share of the lists' reach
    private static final double ROUNDING = 0x1p-20; // a pair's float32 cost may differ by as much with the product it comes from
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
        start(maxGap);
        double limit = 1;
        for (int round = 0; true; round++) {
            double[] old = prices.clone();
            AugmentingPaths.End end = paths.run(limit * reach());
            pricesMoved(old);
            if (end == AugmentingPaths.End.FAR) {
                followFirstChoices();
                continue;
            }
            if (end == AugmentingPaths.End.STUCK) {
                limit *= 2; // so that it ends, should reaching out not help
                reachOut();
                continue;
            }
            Certificate certificate = certify();
            if (certificate.gap() <= maxGap) {
                return certificate;
            }
            int[] open = openPoints();
            candidates.renew(points, target, prices, open, round >= ROUNDS);
            int moved = followFirstChoices();
            if (moved == 0) {
                return certify(); // with lists that hold all that any point may prefer
            }
            if (moved > PriceAscent.enough(capacity)) {
                settle(maxGap);
            }
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

    private void pricesMoved(double[] before) {
        candidates.pricesMoved(points, target, before, prices, FAR * reach());
    }

    private double reach() {
        return new PriceAscent(candidates, capacity, workers).reach(prices);
    }

    /** Finds prices and lists that suit each other, and gives every point its first choice. */
    private void start(double maxGap) {
        priceBySample();
        candidates.build(points, target, prices);
        settle(maxGap);
    }

    private void settle(double maxGap) {
        double dual = Double.NEGATIVE_INFINITY;
        boolean better = true;
        for (int round = 0; round < ROUNDS && better; round++) {
            double[] before = prices.clone();
            PriceAscent.Outcome outcome = new PriceAscent(candidates, capacity, workers).run(prices);
            boolean lowered = outcome.missing() > 0 && lower(outcome.isolated(), outcome.missing());
            pricesMoved(before);
            int[] open = openPoints();
            boolean told = open.length <= FEW_OPEN * capacity.points();
            boolean gains = outcome.dual() - dual > Math.max(GAIN * maxGap, LEAST_GAIN) * Math.abs(outcome.dual());
            better = gains && (lowered || !told || outcome.misplaced() > PriceAscent.enough(capacity));
            dual = outcome.dual();
            if (!told) {
                candidates.renew(points, target, prices, open, false);
            }
        }
        giveFirstChoices();
    }

    private boolean lower(int[] isolated, long missing) {
        int[] centers = Arrays.copyOf(isolated, Math.min(isolated.length, Candidates.COMPARED));
        BitSet set = new BitSet();
        Arrays.stream(centers).forEach(set::set);
        double[] falls = new Attraction(points, target, candidates, workers).falls(prices, centers, k -> !set.get(k),
                Math.ceilDiv(missing, centers.length));
        for (int f = 0; f < centers.length; f++) {
            prices[centers[f]] -= falls[f];
        }
        return Arrays.stream(falls).anyMatch(fall -> fall > 0);
    }

    /**
     * First prices from a sixteenth of the points, where these are many: cheaper than to find them on all points, several passes over N x K. Those of the last call are
     * no start: centres moved, and costs with them.
     */
    private void priceBySample() {
        int count = capacity.points() / STRIDE;
        if (count < LEAST_SAMPLE * capacity.clusters()) {
            return;
        }
        int[] sample = new int[count];
        RandomGenerator random = RandomStream.of(0, "points to price centres by"); // not every 16th: files may be in an order
        Arrays.setAll(sample, i -> i * STRIDE + random.nextInt(STRIDE));
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

    /**
     * Makes the centres that no chain reaches cheaper, until about half of the points that must go there prefer them. Where these are many or no price helps, lists
     * become longer.
     */
    private void reachOut() {
        int[] beyond = IntStream.range(0, capacity.clusters()).filter(paths::unreached).toArray();
        double fall = beyond.length > Candidates.COMPARED ? 0
                : Arrays.stream(new Attraction(points, target, candidates, workers).falls(prices, beyond, k -> !paths.unreached(k),
                        Math.ceilDiv(paths.stranded(), 2))).min().orElse(0);
        if (fall > 0) {
            double[] before = prices.clone();
            paths.lowerUnreached(fall);
            pricesMoved(before);
            followFirstChoices();
        } else if (!paths.limited()) {
            growListsOfStuckPoints();
        }
    }

    private void growListsOfStuckPoints() {
        int[] stuck = IntStream.range(0, capacity.points())
                .filter(i -> !paths.unreached(members.owner(i)) && candidates.bound(i) < Float.POSITIVE_INFINITY)
                .toArray();
        if (stuck.length == 0) {
            throw new IllegalStateException("no room is left for " + capacity);
        }
        candidates.renew(points, target, prices, stuck, true);
        followFirstChoices();
    }

    /** Points that a centre outside their list might serve better, for all that their list's bound tells. */
    private int[] openPoints() {
        boolean[] open = new boolean[capacity.points()];
        choose((point, choice) -> open[point] = choice.firstValue > candidates.bound(point));
        return IntStream.range(0, open.length).filter(i -> open[i]).toArray();
    }

    /** Sends the points that prefer another centre, now that lists changed, there, and tells how many these are. */
    private int followFirstChoices() {
        int[] first = new int[capacity.points()];
        float[] costs = new float[capacity.points()];
        choose((point, choice) -> {
            double own = members.ownCost(point) + prices[members.owner(point)];
            first[point] = choice.firstValue < own - ROUNDING * Math.max(1, Math.abs(own)) ? choice.first : members.owner(point);
            costs[point] = choice.firstCost;
        });
        members.listsChanged();
        int moved = 0;
        for (int i = 0; i < first.length; i++) {
            if (first[i] != members.owner(i)) {
                members.take(i);
                members.give(i, first[i], costs[i]);
                moved++;
            }
        }
        return moved;
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
