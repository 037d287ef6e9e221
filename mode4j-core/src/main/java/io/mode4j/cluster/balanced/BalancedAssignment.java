package io.mode4j.cluster.balanced;

import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.work.Workers;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Assigns N points to K centres with sizes within {@link Capacity}, at a cost within a given share of the least possible: the transportation
 * problem, solved through prices on the centres. Equal points are one point with several copies, which are moved together and may lie with several centres.
 *
 * <p>{@link Candidates} keep the few centres that each point may end up with, {@link PriceSearch} finds prices, {@link ExactSizes} makes the
 * sizes exactly right. The certificate counts every centre that is not in a point's list at the list's bound, so that it holds for the whole N x K
 * problem; while it is not good enough, the lists that spoil it are made anew. Of few points prices are kept from call to call; for
 * many, those of a sample are a better start. Not safe for use by several threads.
 */
public final class BalancedAssignment {
    private static final int ROUNDS = 30; // after which lists grow
    private static final int MOST_ROUNDS = 60; // lists that grew so often hold all centres
    private static final int STRIDE = 16;
    private static final int LEAST_SAMPLE = 32; // points a centre
    private static final double SAMPLE_GAP = 0.01;

    private final Piles piles;
    private final Capacity capacity;
    private final Workers workers;
    private final FitWatcher watcher;
    private final double[] prices; // [K + 1]
    private final Candidates candidates;
    private final Choices choices;
    private PriceSearch search;
    private Membership members;
    private ExactSizes sizes;

    public BalancedAssignment(Piles piles, Capacity capacity, Workers workers, ShiftedCenters centers, FitWatcher watcher) {
        this.piles = piles;
        this.capacity = capacity;
        this.workers = workers;
        this.watcher = watcher;
        this.prices = new double[capacity.clusters() + 1];
        this.candidates = new Candidates(piles, centers, workers);
        this.choices = new Choices(candidates, prices, workers);
        this.search = new PriceSearch(centers, capacity, workers, candidates, prices, watcher);
        this.members = new Membership(candidates, capacity.clusters());
        this.sizes = new ExactSizes(candidates, capacity, prices, search, members, watcher);
    }

    /**
     * Assigns all points.
     *
     * @param maxGap the duality gap to reach; 0 asks for the optimum (of the float32 costs). It is larger where the search for it gets nowhere
     */
    public Certificate assign(ShiftedCenters centers, double maxGap) {
        price(centers, maxGap);
        giveFirstChoices();
        for (int round = 0; sizes.run() && round < MOST_ROUNDS; round++) {
            Certificate certificate = certify();
            if (certificate.gap() <= maxGap) {
                return certificate;
            }
            candidates.renew(prices, choices.open(), round >= ROUNDS);
            int moved = sizes.followLists();
            if (moved == 0) {
                return certify(); // with lists that hold all that any point may prefer
            }
            if (moved > PriceAscent.enough(capacity)) {
                search.run(maxGap);
                giveFirstChoices();
            }
        }
        return certify();
    }

    /** Finds prices near those that balance the clusters, and lists that suit them. */
    private void price(ShiftedCenters centers, double maxGap) {
        search = new PriceSearch(centers, capacity, workers, candidates, prices, watcher);
        priceBySample(centers);
        watcher.within("candidates of %,d points".formatted(piles.count()));
        candidates.build(centers, prices);
        search.run(maxGap);
    }

    /** The centre of each point after {@link #assign}. */
    public int[] owners() {
        return members.owners();
    }

    /** The prices of the centres after {@link #assign}, {@code [K + 1]}; not a copy. */
    public double[] prices() {
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
        BalancedAssignment small = new BalancedAssignment(piles.select(sample), capacity.ofSample(count), workers, centers, watcher);
        small.price(centers, SAMPLE_GAP);
        System.arraycopy(small.prices, 0, prices, 0, prices.length);
    }

    private void giveFirstChoices() {
        int[] first = new int[piles.count()];
        float[] costs = new float[piles.count()];
        choices.forEach((point, choice) -> {
            first[point] = choice.first;
            costs[point] = choice.firstCost;
        });
        candidates.changed(); // a new membership knows the lists as they are
        members = new Membership(candidates, capacity.clusters());
        for (int i = 0; i < first.length; i++) {
            members.give(i, first[i], costs[i]);
        }
        sizes = new ExactSizes(candidates, capacity, prices, search, members, watcher);
    }

    private Certificate certify() {
        return new Certificate(members.cost(), choices.lowerBound(capacity),
                capacity.points() * ExactSizes.ROUNDING * search.target().spread());
    }
}
