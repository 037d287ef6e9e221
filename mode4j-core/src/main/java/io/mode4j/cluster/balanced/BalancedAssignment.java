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
    private final PricedLists lists;
    private final PriceSearch search;

    /**
     * An assignment of the same points again and again, as centres move.
     *
     * @param centers the first ones
     */
    public BalancedAssignment(Piles piles, Capacity capacity, Workers workers, ShiftedCenters centers, FitWatcher watcher) {
        this.piles = piles;
        this.capacity = capacity;
        this.workers = workers;
        this.watcher = watcher;
        this.lists = new PricedLists(piles, centers, workers);
        this.search = new PriceSearch(lists, capacity, workers, watcher);
    }

    /**
     * An assignment of all points.
     *
     * @param owners the centre of each point, {@code [N]}
     * @param certificate how good it is
     * @param prices of the centres, {@code [K]}
     */
    @SuppressWarnings("ArrayRecordComponent") // a result of arrays; nobody compares these
    public record Assigned(int[] owners, Certificate certificate, double[] prices) {}

    /**
     * Assigns all points.
     *
     * @param maxGap the duality gap to reach; 0 asks for the optimum (of the float32 costs). It is larger where the search for it gets nowhere
     */
    public Assigned assign(ShiftedCenters centers, double maxGap) {
        price(centers, maxGap);
        Membership members = firstChoices();
        ExactSizes sizes = new ExactSizes(lists, capacity, search, members, watcher);
        for (int round = 0; sizes.run() && round < MOST_ROUNDS; round++) {
            Certificate certificate = certify(members);
            if (certificate.gap() <= maxGap) {
                return assigned(members, certificate);
            }
            lists.candidates().renew(lists.prices(), lists.choices().open(), round >= ROUNDS);
            int moved = sizes.followLists();
            if (moved == 0) {
                break; // with lists that hold all that any point may prefer
            }
            if (moved > PriceAscent.enough(capacity)) {
                search.run(maxGap);
                members = firstChoices();
                sizes = new ExactSizes(lists, capacity, search, members, watcher);
            }
        }
        return assigned(members, certify(members));
    }

    private Assigned assigned(Membership members, Certificate certificate) {
        return new Assigned(members.owners(), certificate, Arrays.copyOf(lists.prices(), capacity.clusters()));
    }

    /** Finds prices near those that balance the clusters, and lists that suit them. */
    private void price(ShiftedCenters centers, double maxGap) {
        lists.start(centers, firstPrices(centers));
        watcher.within("candidates of %,d points".formatted(piles.count()));
        lists.build();
        search.run(maxGap);
    }

    /**
     * First prices from a sixteenth of the points, where these are many: cheaper than to find them on all points, several passes over N x K. Those of the last call are
     * no start then: centres moved, and costs with them.
     */
    private double[] firstPrices(ShiftedCenters centers) {
        int count = capacity.points() / STRIDE;
        if (count < LEAST_SAMPLE * capacity.clusters()) {
            return lists.prices();
        }
        int[] sample = new int[count];
        RandomGenerator random = RandomStream.of(0, "points to price centres by"); // not every 16th: files may be in an order
        Arrays.setAll(sample, i -> i * STRIDE + random.nextInt(STRIDE));
        BalancedAssignment small = new BalancedAssignment(piles.select(sample), capacity.ofSample(count), workers, centers, watcher);
        small.price(centers, SAMPLE_GAP);
        return small.lists.prices();
    }

    /** Every point with its first choice. */
    private Membership firstChoices() {
        int[] first = new int[piles.count()];
        float[] costs = new float[piles.count()];
        lists.choices().forEach((point, choice) -> {
            first[point] = choice.first;
            costs[point] = choice.firstCost;
        });
        lists.candidates().takeChanged(); // a new membership knows the lists as they are
        Membership members = new Membership(lists.candidates(), capacity.clusters());
        for (int i = 0; i < first.length; i++) {
            members.give(i, first[i], costs[i]);
        }
        return members;
    }

    private Certificate certify(Membership members) {
        return new Certificate(members.cost(), lists.choices().lowerBound(capacity),
                capacity.points() * ExactSizes.ROUNDING * lists.target().spread());
    }
}
