package io.mode4j.cluster;

import io.mode4j.artifact.RandomStream;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Assigns N points to K centres with sizes within {@link Capacity}, at a cost within a given share of the least possible: the transportation
 * problem, solved through prices on the centres.
 *
 * <p>{@link Candidates} keep the few centres that each point may end up with, {@link PriceSearch} finds prices, {@link AugmentingPaths} makes the
 * sizes exactly right. The certificate counts every centre that is not in a point's list at the list's bound, so that it holds for the whole N x K
 * problem; while it is not good enough, the lists that spoil it are made anew. Of few points prices are kept from call to call; for
 * many, those of a sample are a better start. Not safe for use by several threads.
 */
final class BalancedAssignment {
    private static final int ROUNDS = 30; // after which lists grow
    private static final int FEW_STUCK = 8; // points in so many are few enough for new lists
    private static final double ROUNDING = 0x1p-20; // a pair's float32 cost may differ by as much with the product it comes from
    private static final int STRIDE = 16;
    private static final int LEAST_SAMPLE = 32; // points a centre
    private static final double SAMPLE_GAP = 0.01;

    private final Points points;
    private final Capacity capacity;
    private final Workers workers;
    private final double[] prices; // [K + 1]
    private final Candidates candidates;
    private final Choices choices;
    private PriceSearch search;
    private Membership members;
    private AugmentingPaths paths;

    BalancedAssignment(Points points, Capacity capacity, Workers workers, ShiftedCenters centers) {
        this.points = points;
        this.capacity = capacity;
        this.workers = workers;
        this.prices = new double[capacity.clusters() + 1];
        this.candidates = new Candidates(points, centers, workers);
        this.choices = new Choices(candidates, prices, workers);
        this.search = new PriceSearch(points, centers, capacity, workers, candidates, prices);
        this.members = new Membership(candidates, capacity.clusters());
        this.paths = new AugmentingPaths(capacity, members, prices);
    }

    /**
     * Assigns all points.
     *
     * @param maxGap the duality gap to reach; 0 asks for the optimum (of the float32 costs)
     */
    Certificate assign(ShiftedCenters centers, double maxGap) {
        price(centers, maxGap);
        giveFirstChoices();
        for (int round = 0; true; round++) {
            makeSizesRight();
            Certificate certificate = certify();
            if (certificate.gap() <= maxGap) {
                return certificate;
            }
            candidates.renew(prices, choices.open(), round >= ROUNDS);
            int moved = followLists();
            if (moved == 0) {
                return certify(); // with lists that hold all that any point may prefer
            }
            if (moved > PriceAscent.enough(capacity)) {
                search.run(maxGap);
                giveFirstChoices();
            }
        }
    }

    /** Finds prices near those that balance the clusters, and lists that suit them. */
    private void price(ShiftedCenters centers, double maxGap) {
        search = new PriceSearch(points, centers, capacity, workers, candidates, prices);
        priceBySample(centers);
        candidates.build(centers, prices);
        search.run(maxGap);
    }

    private void makeSizesRight() {
        double wider = 1;
        double first = 0;
        boolean balanced = false;
        while (!balanced) {
            double[] before = prices.clone();
            double limit = wider * search.reach();
            AugmentingPaths.End end = paths.run(limit, Math.max(limit, first));
            first = 0;
            search.moved(before);
            if (end != AugmentingPaths.End.STUCK) {
                balanced = followLists() == 0 && end == AugmentingPaths.End.BALANCED;
            } else if (!lowerUnreached()) {
                first = reachOut();
                wider *= first <= limit ? 2 : 1; // where lists tell nothing: so that it ends
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

    /**
     * First prices from a sixteenth of the points, where these are many: cheaper than to find them on all points, several passes over N x K. Those of the last call are
     * no start: centres moved, and costs with them.
     */
    private void priceBySample(ShiftedCenters centers) {
        int count = capacity.points() / STRIDE;
        if (count < LEAST_SAMPLE * capacity.clusters()) {
            return;
        }
        int[] sample = new int[count];
        RandomGenerator random = RandomStream.of(0, "points to price centres by"); // not every 16th: files may be in an order
        Arrays.setAll(sample, i -> i * STRIDE + random.nextInt(STRIDE));
        BalancedAssignment small = new BalancedAssignment(points.select(sample), capacity.ofSample(count), workers, centers);
        small.price(centers, SAMPLE_GAP);
        System.arraycopy(small.prices, 0, prices, 0, prices.length);
    }

    private void giveFirstChoices() {
        int[] first = new int[capacity.points()];
        float[] costs = new float[capacity.points()];
        choices.forEach((point, choice) -> {
            first[point] = choice.first;
            costs[point] = choice.firstCost;
        });
        candidates.changed(); // a new membership knows the lists as they are
        members = new Membership(candidates, capacity.clusters());
        for (int i = 0; i < first.length; i++) {
            members.give(i, first[i], costs[i]);
        }
        paths = new AugmentingPaths(capacity, members, prices);
    }

    /** Makes centres that no chain reaches, where these are few, cheaper until about half of the points that must go there prefer them, and tells whether any did. */
    private boolean lowerUnreached() {
        int[] beyond = IntStream.range(0, capacity.clusters()).filter(paths::unreached).toArray();
        if (beyond.length > Candidates.COMPARED) {
            return false;
        }
        double fall = Arrays.stream(search.falls(beyond, k -> !paths.unreached(k), Math.max(1, paths.stranded() / 2))).min().orElse(0);
        if (fall == 0) {
            return false;
        }
        double[] before = prices.clone();
        paths.lowerUnreached(fall);
        search.moved(before);
        members.listsChanged(candidates.changed());
        return follow(IntStream.range(0, capacity.points()).toArray()) > 0;
    }

    /**
     * Makes new lists for the points that are stuck; longer ones where their lists do not lead on at any price.
     *
     * @return how far the next path may go for all that these lists tell
     */
    private double reachOut() {
        boolean leads = paths.limited();
        int[] stuck = IntStream.range(0, capacity.points())
                .filter(i -> !paths.unreached(members.owner(i)) && candidates.bound(i) < Float.POSITIVE_INFINITY)
                .toArray();
        if (!leads && stuck.length == 0) {
            throw new IllegalStateException("no room is left for " + capacity);
        }
        if (!leads || stuck.length < capacity.points() / FEW_STUCK) {
            candidates.renew(prices, stuck, !leads);
        }
        followLists();
        return depth(stuck);
    }

    /** How far the prices of these points' centres may rise until a quarter of them may prefer a centre that they do not list. */
    private double depth(int[] chosen) {
        double[] depths = Arrays.stream(chosen)
                .mapToDouble(i -> candidates.bound(i) - (members.ownCost(i) + prices[members.owner(i)]))
                .sorted()
                .toArray();
        return depths.length == 0 ? 0 : depths[depths.length / 4];
    }

    /** Sends the points that prefer another centre, now that their lists changed, there, and tells how many these are. */
    private int followLists() {
        int[] changed = candidates.changed();
        members.listsChanged(changed);
        return follow(changed);
    }

    private int follow(int[] chosen) {
        Choice choice = new Choice();
        int moved = 0;
        for (int i : chosen) {
            choice.of(candidates, prices, i);
            double own = members.ownCost(i) + prices[members.owner(i)];
            if (choice.first != members.owner(i) && choice.firstValue < own - ROUNDING * Math.max(1, Math.abs(own))) {
                members.take(i);
                members.give(i, choice.first, choice.firstCost);
                moved++;
            }
        }
        return moved;
    }

    private Certificate certify() {
        return new Certificate(members.cost(), choices.lowerBound(capacity));
    }
}
